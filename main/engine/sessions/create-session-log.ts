import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import type { Retention } from '../../../shared/domain/config.ts'
import { parseDuration } from '../../../shared/domain/duration.ts'
import type { SessionId } from '../../../shared/domain/id.ts'
import type { Clock, Dispose, Logger } from '../ports.ts'
import type { SavedSession, SessionStorage } from '../storage/storage.ts'
import { LiveSession } from './live-session.ts'
import { RowChanges } from './row-changes.ts'
import type { SessionLog } from './session-log.ts'
import { watchSession } from './watch-session.ts'

export interface SessionLogDependencies {
  readonly storage: SessionStorage
  readonly clock: Clock
  readonly logger: Logger
  readonly newId: () => SessionId
  readonly retention: () => Retention['sessions']
}

/** Milliseconds that ended sessions wait to be saved together; and after which open ones are saved as they stand. */
const SAVE_AFTER = 250
const SAVE_OPEN_EVERY = 5_000

/** So many ended sessions are saved without waiting: what is kept for longer costs the collector more than the call. */
const SAVE_AT = 64
const TRIM_EVERY = 60_000

/** Sessions waiting to be saved; beyond that the oldest are given up, because the log never slows mail. */
const MOST_UNSAVED = 10_000

/** Sessions in one call of saveSessions. */
const SAVE_AT_ONCE = 200

export function createSessionLog(dependencies: SessionLogDependencies): SessionLog & { start(): Dispose } {
  const { storage, clock, logger, newId } = dependencies
  const open = new Map<SessionId, LiveSession>()
  /** In the order of their ends. */
  let unsaved: LiveSession[] = []
  const changes = new RowChanges(clock)
  let cancelSave: Dispose | null = null
  let saving: Promise<void> = Promise.resolve()

  const inMemory = () => [...unsaved, ...open.values()]
  const find = (id: SessionId) => open.get(id) ?? unsaved.find((session) => session.id === id)

  function changed(session: LiveSession): void {
    if (session.ended && open.delete(session.id)) keepForSaving(session)
    changes.mark(session)
  }

  function keepForSaving(session: LiveSession): void {
    unsaved.push(session)
    if (unsaved.length > MOST_UNSAVED) unsaved.shift()
    if (unsaved.length === SAVE_AT) void saveNow()
    else cancelSave ??= clock.after(SAVE_AFTER, () => void saveNow())
  }

  function saveNow(): Promise<void> {
    cancelSave?.()
    cancelSave = null
    return save()
  }

  /**
   * One save at a time, in the order of the ends; a failure is logged and the sessions stay in memory. What ends
   * meanwhile waits for its own moment, unless it has become many again.
   */
  function save(): Promise<void> {
    saving = saving
      .then(async () => {
        do {
          const sessions = unsaved.slice(0, SAVE_AT_ONCE)
          await storage.saveSessions(sessions.map(toStored))
          // Where the last of them was given up meanwhile, so were those before it.
          unsaved = unsaved.slice(unsaved.indexOf(sessions.at(-1) as LiveSession) + 1)
        } while (unsaved.length >= SAVE_AT)
      })
      .catch((error: unknown) => logger.error('sessions could not be saved', { error: String(error) }))
    return saving
  }

  /** A crash must not lose the conversation that led to it: open sessions are saved as if they broke off now. */
  async function saveOpen(): Promise<void> {
    const aged = [...open.values()].filter(
      (session) => clock.now() - session.row().startedAt >= SAVE_OPEN_EVERY,
    )
    if (aged.length > 0) await storage.saveSessions(aged.slice(-MOST_UNSAVED).map(toBrokenOff))
  }

  async function trim(): Promise<void> {
    const { age, count, size } = dependencies.retention()
    const before = clock.now() - parseDuration(age)
    await storage.trimSessions({ before, maxCount: count, maxBytes: parseByteSize(size) })
  }

  function toBrokenOff(session: LiveSession): SavedSession {
    const { row, ...rest } = toStored(session)
    const problem = row.problem ?? 'Mailroom stopped before this session ended'
    return { row: { ...row, outcome: 'failed', endedAt: clock.now(), problem }, ...rest }
  }

  return {
    open(start) {
      const session = new LiveSession(newId(), start, () => clock.now(), changed)
      open.set(session.id, session)
      changes.mark(session)
      return session
    },
    live: () =>
      inMemory()
        .map((session) => session.row())
        .sort((a, b) => (a.id < b.id ? 1 : -1)),
    find: (filter) =>
      inMemory()
        .filter((session) => session.matches(filter))
        .map((session) => session.row())
        .sort((a, b) => (a.id < b.id ? 1 : -1)),
    disconnect: (id) => open.get(id)?.disconnect() ?? false,
    get: (id) => find(id)?.batch() ?? null,
    watch: (id, signal) => watchSession({ id, signal, find: () => find(id), storage, changes }),
    onChange: (listener) => changes.onRows(listener),
    async flush() {
      await saveNow()
      await saveOpen()
    },
    start() {
      const logFailure = (error: unknown) =>
        logger.error('the session log could not be kept', { error: String(error) })
      const stopSaving = every(clock, SAVE_OPEN_EVERY, () => void saveOpen().catch(logFailure))
      const stopTrimming = every(clock, TRIM_EVERY, () => void trim().catch(logFailure))
      return () => {
        stopSaving()
        stopTrimming()
        changes.dispose()
      }
    },
  }
}

function toStored(session: LiveSession): SavedSession {
  const { session: row, lines } = session.batch()
  return { row, lines, codes: session.codes() }
}

function every(clock: Clock, milliseconds: number, action: () => void): Dispose {
  let cancel = clock.after(milliseconds, function again() {
    action()
    cancel = clock.after(milliseconds, again)
  })
  return () => cancel()
}
