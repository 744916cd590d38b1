/** Answers that are held back for a while. Each holds a connection, so only so many wait at the same time. */
import type { Clock } from '../../ports.ts'
import { clientKey } from './rate-limits.ts'

export interface WaitingAnswers {
  /** Has this client as many waiting as it may have? */
  isFull(client: string): boolean
  /** Resolves after so many milliseconds with true; at once with false where too many wait already. */
  wait(client: string, milliseconds: number): Promise<boolean>
}

const MOST_OF_CLIENT = 5
const MOST_IN_ALL = 100

export function createWaitingAnswers(clock: Clock): WaitingAnswers {
  const ofClient = new Map<string, number>()
  let inAll = 0

  function count(client: string, change: number): void {
    inAll += change
    const now = (ofClient.get(client) ?? 0) + change
    if (now > 0) ofClient.set(client, now)
    else ofClient.delete(client)
  }
  const isFull = (client: string) => (ofClient.get(clientKey(client)) ?? 0) >= MOST_OF_CLIENT

  return {
    isFull,
    async wait(client, milliseconds) {
      if (milliseconds <= 0) return true
      if (inAll >= MOST_IN_ALL || isFull(client)) return false
      count(clientKey(client), 1)
      await new Promise<void>((resolve) => clock.after(milliseconds, resolve))
      count(clientKey(client), -1)
      return true
    },
  }
}
