/** Backups by themselves: at start and as often as the configuration says, and only so many are kept. */
import { parseDuration } from '../../../shared/domain/duration.ts'
import type { ConfigSource } from '../config/config-source.ts'
import type { Clock, Dispose, Logger } from '../ports.ts'
import type { Backups } from './backups.ts'

export interface BackupScheduleOptions {
  readonly backups: Pick<Backups, 'list' | 'create' | 'remove'>
  readonly config: ConfigSource
  readonly clock: Clock
  readonly logger: Logger
}

/** Milliseconds: a clock may be set, a failed backup is tried again, and timers of many days do not exist. */
const LOOK_EVERY = 3_600_000
const ACTOR = 'schedule'

export interface BackupSchedule {
  start(): void
  /** Resolves when none is being made. */
  stop(): Promise<void>
}

export function createBackupSchedule(options: BackupScheduleOptions): BackupSchedule {
  const { config, clock, logger } = options
  let cancel: Dispose = () => undefined
  let unsubscribe: Dispose = () => undefined
  let work: Promise<void> = Promise.resolve()
  let stopped = false

  function look(): void {
    cancel()
    cancel = () => undefined
    work = work.then(async () => {
      if (stopped) return
      const wait = await makeIfDue(options).catch((error: unknown) => {
        logger.error('The scheduled backup failed; it is tried again within the hour.', { error })
        return LOOK_EVERY
      })
      if (!stopped && wait !== null) cancel = clock.after(Math.min(wait, LOOK_EVERY), look)
    })
  }

  return {
    start() {
      unsubscribe = config.onChange((_, changed) => {
        if (changed.includes('backups')) look()
      })
      look()
    },
    async stop() {
      stopped = true
      unsubscribe()
      cancel()
      await work
    },
  }
}

/** Answers the milliseconds until the next is due; null where there is no schedule. */
async function makeIfDue({ backups, config, clock }: BackupScheduleOptions): Promise<number | null> {
  const { every, keep } = config.current().backups
  if (every === undefined) return null
  const period = Math.max(60_000, parseDuration(every))
  const scheduled = (await backups.list()).filter(({ reason }) => reason === 'scheduled')
  const newest = scheduled[0]?.createdAt ?? null
  const now = clock.now()
  // A clock that was set back must not keep backups from being made until the old time comes round again.
  if (newest !== null && newest <= now && now < newest + period) return newest + period - now
  await backups.create('scheduled', ACTOR)
  const surplus = (await backups.list()).filter(({ reason }) => reason === 'scheduled').slice(keep)
  for (const { name } of surplus) await backups.remove(name, ACTOR)
  return period
}
