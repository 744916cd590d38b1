import type { Clock } from '../../main/engine/ports.ts'
import { createSessionLog } from '../../main/engine/sessions/create-session-log.ts'
import type { SessionLog } from '../../main/engine/sessions/session-log.ts'
import type { SessionStorage } from '../../main/engine/storage/storage.ts'
import { retentionSchema } from '../../shared/domain/config.ts'
import type { SessionId } from '../../shared/domain/id.ts'
import { createIdSource } from '../../shared/domain/id.ts'
import type { SessionLine, SessionRow } from '../../shared/domain/session.ts'
import { SilentLogger } from './silent-logger.ts'
import { waitFor } from './wait-for.ts'

/** The real session log over a store in memory, with what a test asks of it. */
export class MemorySessions {
  readonly log: SessionLog
  readonly #stored = new Map<SessionId, { row: SessionRow; lines: readonly SessionLine[] }>()

  constructor(clock: Clock) {
    this.log = createSessionLog({
      storage: this.#storage(),
      clock,
      logger: new SilentLogger(),
      newId: createIdSource(() => clock.now()),
      retention: () => retentionSchema.parse({}).sessions,
    })
  }

  /** Every session so far, oldest first. */
  all(): { row: SessionRow; lines: readonly SessionLine[] }[] {
    const live = this.log.live().flatMap(({ id }) => {
      const batch = this.log.get(id)
      return batch ? [{ row: batch.session, lines: batch.lines }] : []
    })
    const seen = new Map([...this.#stored, ...live.map((entry) => [entry.row.id, entry] as const)])
    return [...seen.values()].sort((a, b) => (a.row.id < b.row.id ? -1 : 1))
  }

  /** "> MAIL FROM:<a@b>", "< 250 OK", "= tls …", for the session of that number (1, 2, …). */
  transcript(number = 1): string[] {
    const signs = { client: '>', server: '<', data: '#', tls: '=', note: '!' }
    return (this.all()[number - 1]?.lines ?? []).map(({ kind, text }) => `${signs[kind]} ${text}`)
  }

  async ended(number = 1): Promise<SessionRow> {
    return waitFor(`the end of session ${number}`, () => {
      const row = this.all()[number - 1]?.row
      return row && row.outcome !== 'open' ? row : null
    })
  }

  #storage(): SessionStorage {
    return {
      saveSessions: async (sessions) => {
        for (const session of sessions) this.#stored.set(session.row.id, session)
      },
      listSessions: async () => ({
        rows: [...this.#stored.values()].map(({ row }) => row),
        nextCursor: null,
      }),
      getSession: async (id) => {
        const session = this.#stored.get(id)
        return session ? { row: session.row, lines: [...session.lines] } : null
      },
      trimSessions: async () => undefined,
    }
  }
}
