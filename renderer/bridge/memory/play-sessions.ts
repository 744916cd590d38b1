/** Lets sessions come and go in the pretended engine, as many events a second as one likes. */
import { encodeId } from '../../../shared/domain/id.ts'
import type { MemoryEngine } from './memory-engine.ts'
import { sayNext } from './memory-sessions.ts'
import { inventedSession, openSession, type SampleSession } from './sample-sessions.ts'

const ID_EPOCH = Date.UTC(2024, 0, 1)
/** Batches go out as often as those of the engine. */
const BATCH_MS = 50
/** As the retention of a real engine bounds them. */
const MOST_KEPT = 5_000

export interface PlayedSessions {
  /** Session events a second; 0 pauses the play. */
  setRate(perSecond: number): void
  /** Does now what falls into so many milliseconds; for tests. */
  pass(milliseconds: number): void
  stop(): void
}

export function playSessions(engine: MemoryEngine, perSecond: number): PlayedSessions {
  const open: SampleSession[] = []
  let rate = perSecond
  let made = 1_000
  let owed = 0
  engine.isPlayed = true

  function begin(): SampleSession {
    made += 1
    const now = engine.now()
    const id = encodeId((now - ID_EPOCH) * 4096 + (made % 4096))
    const session = openSession(inventedSession(made, id, now, [engine.queue.at(made % 40).id]))
    engine.sessions.unshift(session)
    engine.sessions.length = Math.min(engine.sessions.length, MOST_KEPT)
    open.push(session)
    return session
  }

  /** One event: a session begins, or one that is open says its next lines. */
  function happen(changed: Map<string, SampleSession>): void {
    const index = made % 3 === 0 && open.length < 40 ? -1 : Math.floor(Math.random() * open.length)
    const session = open[index]
    if (!session || open.length < 5) {
      const fresh = begin()
      changed.set(fresh.row.id, fresh)
      return
    }
    const next = sayNext(engine, session, 3)
    if (next.row.outcome === 'open') open[index] = next
    else open.splice(index, 1)
    const at = engine.sessions.indexOf(session)
    if (at >= 0) engine.sessions[at] = next
    changed.set(next.row.id, next)
    made += 1
  }

  function pass(milliseconds: number): void {
    owed += (rate * milliseconds) / 1_000
    const changed = new Map<string, SampleSession>()
    for (; owed >= 1; owed -= 1) happen(changed)
    if (changed.size > 0) engine.publish({ sessions: [...changed.values()].map(({ row }) => row) })
  }

  const timer = setInterval(() => pass(BATCH_MS), BATCH_MS)
  return {
    setRate(next) {
      rate = next
    },
    pass,
    stop() {
      engine.isPlayed = false
      clearInterval(timer)
    },
  }
}
