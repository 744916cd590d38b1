import type { RefusalCause } from '../../../../shared/domain/session.ts'
import type { Clock } from '../../ports.ts'
import type { SessionLog, SessionStart } from '../../sessions/session-log.ts'
import { MINUTE, SlidingWindow } from '../../sliding-window.ts'
import { clientKey } from '../limits/rate-limits.ts'
import { RecentMap } from '../limits/recent-map.ts'

/** Milliseconds in which the further connections of one blocked client are counted, not listed. */
const ONE_ROW_IN = 60_000

/** Rows a minute for all blocked clients: a blocked network may have many. */
const MOST_ROWS = 60

const MOST_CLIENTS = 10_000

interface Seen {
  listedAt: number
  unlisted: number
}

/**
 * What blocked clients leave in the session log. One that hammers must not drive everybody else's sessions out of it:
 * it gets a row a minute, with the number of those that have none.
 */
export class RefusalLog {
  readonly #clock: Clock
  readonly #sessions: Pick<SessionLog, 'open'>
  readonly #seen = new RecentMap<string, Seen>(MOST_CLIENTS)
  readonly #rows = new SlidingWindow(MINUTE)

  constructor(clock: Clock, sessions: Pick<SessionLog, 'open'>) {
    this.#clock = clock
    this.#sessions = sessions
  }

  /** @param reply what the client heard; null where it was cut off before TLS, when nobody could say anything */
  note(start: SessionStart, reply: string | null, cause: RefusalCause): void {
    const now = this.#clock.now()
    const seen = this.#seen.getOrMake(clientKey(start.peerAddress), () => ({
      listedAt: Number.NEGATIVE_INFINITY,
      unlisted: 0,
    }))
    if (now - seen.listedAt < ONE_ROW_IN || this.#rows.count(now) >= MOST_ROWS) {
      seen.unlisted += 1
      return
    }
    this.#rows.add(now)
    const session = this.#sessions.open(start)
    if (seen.unlisted > 0) session.note(connectedBefore(seen.unlisted))
    session.note(`blocked: ${cause.name}`)
    const text = reply ?? '554 5.7.1 The client is blocked: closed before TLS began'
    session.server(text, cause)
    session.end('refused', text)
    seen.listedAt = now
    seen.unlisted = 0
  }
}

function connectedBefore(count: number): string {
  return count === 1
    ? 'It came once more since the row before, and was refused likewise'
    : `It came ${count} times more since the row before, and was refused likewise`
}
