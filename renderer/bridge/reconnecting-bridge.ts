/**
 * Keeps one connection alive over any transport: connects, notices its death, rejects what hangs on it, and tries
 * again with back-off. The client that callers hold stays the same across connections.
 */
import { type ClientContext, type ClientLink, createORPCClient, ORPCError } from '@orpc/client'
import type { Client } from '../../shared/contract/contract.ts'
import { backOff } from './back-off.ts'
import type { Bridge, ConnectionState } from './bridge.ts'
import { createLifeline, isStream, type Lifeline } from './lifeline.ts'

/** One live connection. `closed` resolves with the reason, in words, when it has died; it never rejects. */
export interface Connection {
  readonly link: ClientLink<ClientContext>
  readonly closed: Promise<string>
  close(): void
}

/** The other side wants a sign-in first; trying again by itself is pointless. */
export class SignInRequired extends Error {}

export interface Transport {
  /** Resolves when calls can be made. Rejects with SignInRequired, or with any error for another try. */
  connect(): Promise<Connection>
  /** Something outside says that a try would succeed now, for example that the engine was started again. */
  onRetryHint?(listener: () => void): () => void
}

export interface Timer {
  /** Runs once after so many milliseconds; returns the way to cancel it. */
  after(milliseconds: number, run: () => void): () => void
}

const browserTimer: Timer = {
  after(milliseconds, run) {
    const id = setTimeout(run, milliseconds)
    return () => clearTimeout(id)
  },
}

export function createReconnectingBridge(transport: Transport, timer: Timer = browserTimer): Bridge {
  const listeners = new Set<() => void>()
  let state: ConnectionState = { kind: 'connecting' }
  let current: { readonly connection: Connection; readonly life: Lifeline } | null = null
  let cancelWait = () => {}
  let attempt = 0
  // Every try gets a number; an answer that belongs to an older one is dropped.
  let generation = 0

  const become = (next: ConnectionState) => {
    state = next
    for (const listener of [...listeners]) listener()
  }

  const open = () => {
    cancelWait()
    generation += 1
    void establish(generation)
  }

  const establish = async (mine: number): Promise<void> => {
    try {
      const connection = await transport.connect()
      if (mine !== generation) {
        connection.close()
        return
      }
      current = { connection, life: createLifeline() }
      attempt = 0
      become({ kind: 'connected' })
      lost(mine, await connection.closed)
    } catch (error) {
      if (mine === generation && error instanceof SignInRequired) become({ kind: 'signed-out' })
      else lost(mine, error instanceof Error ? error.message : String(error))
    }
  }

  const lost = (mine: number, reason: string) => {
    if (mine !== generation || state.kind === 'closed') return
    letGo()
    attempt += 1
    cancelWait = timer.after(backOff(attempt), open)
    become({ kind: 'reconnecting', attempt, reason })
  }

  const letGo = () => {
    const gone = current
    current = null
    gone?.life.cut(unavailable())
    gone?.connection.close()
  }

  const link: ClientLink<ClientContext> = {
    async call(path, input, options) {
      if (!current) throw unavailable()
      const { connection, life } = current
      const tied = options.signal ? { ...options, signal: life.follow(options.signal) } : options
      const answer = await life.guard(connection.link.call(path, input, tied))
      return isStream(answer) ? life.guardStream(answer) : answer
    },
  }

  const forgetHint = transport.onRetryHint?.(() => {
    if (state.kind === 'reconnecting') open()
  })
  open()

  return {
    client: createORPCClient<Client>(link),
    connection: () => state,
    onConnection(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    reconnect() {
      if (state.kind === 'reconnecting' || state.kind === 'signed-out') {
        become({ kind: 'connecting' })
        open()
      }
    },
    dispose() {
      generation += 1
      cancelWait()
      forgetHint?.()
      letGo()
      become({ kind: 'closed' })
      listeners.clear()
    },
  }
}

function unavailable(): ORPCError<'UNAVAILABLE', undefined> {
  return new ORPCError('UNAVAILABLE', { message: 'The mail engine cannot be reached just now.' })
}
