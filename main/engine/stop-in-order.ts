/**
 * The end of an engine: nothing new is accepted, deliveries in flight finish or are given back, then everything is on
 * disk and the store closes. Bounded: a next hop that does not answer must not keep the computer from shutting down.
 */
import type { BackupSchedule } from './backup/backup-schedule.ts'
import type { Delivery } from './delivery/delivery.ts'
import type { Inbound } from './inbound/inbound.ts'
import type { SignIns } from './oauth/sign-ins.ts'
import type { Clock, Logger } from './ports.ts'
import type { OperationRunner } from './queue/operations/operation-runner.ts'
import type { QueueService } from './queue/queue-service.ts'
import type { Retention } from './queue/retention.ts'
import type { SessionLog } from './sessions/session-log.ts'
import type { Statistics } from './statistics/statistics.ts'
import type { EventHub } from './status/event-hub.ts'
import type { StoreCheck } from './status/store-check.ts'
import type { Storage } from './storage/storage.ts'

export interface StoppingParts {
  readonly clock: Clock
  readonly logger: Logger
  readonly inbound: Inbound
  readonly retention: Retention
  readonly operations: OperationRunner
  readonly queue: QueueService
  readonly delivery: Delivery
  readonly signIns: SignIns
  readonly hub: EventHub
  readonly sessions: SessionLog
  readonly stopSessionLog: () => void
  readonly backupSchedule: BackupSchedule
  readonly statistics: Statistics
  readonly storeCheck: StoreCheck
  readonly storage: Storage
}

/** Milliseconds until messages that arrive are cut off, deliveries are given back, and stop returns whatever happens. */
const INBOUND_MS = 3_000
const DELIVERY_MS = 6_000
const ALL_MS = 9_500

/** Never rejects: what fails is logged, and the next part stops all the same. */
export async function stopInOrder(parts: StoppingParts): Promise<void> {
  const { clock, logger } = parts
  const attempt = async (what: string, stop: () => unknown) => {
    try {
      await stop()
    } catch (error) {
      logger.error(`${what} did not stop cleanly.`, { error })
    }
  }
  const all = (async () => {
    const deliverySignal = abortAfter(clock, DELIVERY_MS)
    await attempt('Reception', () => parts.inbound.stop(abortAfter(clock, INBOUND_MS)))
    await attempt('Retention', () => parts.retention.stop())
    await attempt('Operations', () => parts.operations.stop())
    await attempt('The queue', () => parts.queue.stop(deliverySignal))
    await attempt('Delivery', () => parts.delivery.stop(deliverySignal))
    await attempt('Sign-in', () => parts.signIns.stop(deliverySignal))
    await attempt('The session log', () => parts.sessions.flush())
    parts.stopSessionLog()
    await attempt('The scheduled backup', () => parts.backupSchedule.stop())
    await attempt('The look through the store', () => parts.storeCheck.stop())
    await attempt('The figures', () => parts.statistics.stop())
    parts.hub.close()
    await attempt('The store', () => parts.storage.close())
    return true
  })()
  const inTime = await Promise.race([all, after(clock, ALL_MS)])
  if (!inTime)
    logger.error(
      'The engine did not stop in time. What was accepted is safe; it is taken up at the next start.',
    )
}

function abortAfter(clock: Clock, milliseconds: number): AbortSignal {
  const controller = new AbortController()
  clock.after(milliseconds, () => controller.abort())
  return controller.signal
}

function after(clock: Clock, milliseconds: number): Promise<false> {
  return new Promise((resolve) => clock.after(milliseconds, () => resolve(false)))
}
