/** Lets something happen in the pretended engine: mail arrives, is sent, and is delivered. */
import { encodeId } from '../../../shared/domain/id.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import type { MemoryEngine } from './memory-engine.ts'

const STEP_MS = 2_500
const ID_EPOCH = Date.UTC(2024, 0, 1)

export function playOfficeDay(engine: MemoryEngine): () => void {
  let step = 0
  let current: MessageRow | null = null
  const timer = setInterval(() => {
    step += 1
    const now = engine.now()
    if (current === null) {
      current = {
        ...engine.queue.at((step * 7) % 50),
        id: encodeId((now - ID_EPOCH) * 4096),
        state: 'queued',
        receivedAt: now,
        nextAttemptAt: now,
        lastReply: null,
        openCount: 1,
      }
      engine.queue.add(current)
    } else {
      const state = current.state === 'queued' ? 'active' : 'delivered'
      const done = state === 'delivered'
      current = { ...current, state, nextAttemptAt: null, openCount: done ? 0 : 1 }
      engine.queue.replace(current)
    }
    engine.publish({ messages: [current] })
    if (current.state === 'delivered') current = null
  }, STEP_MS)
  return () => clearInterval(timer)
}
