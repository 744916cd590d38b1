/**
 * Tells senders of mail that waits without an attempt: its route is paused or blocked, a rule or ETRN makes it wait, or
 * its next attempt is far off. What is tried gets its notice with the deferral (judge.ts), which quotes a fresh answer.
 */
import { parseDuration } from '../../../../shared/domain/duration.ts'
import type { MessageId } from '../../../../shared/domain/id.ts'
import type { MessageDetail } from '../../../../shared/domain/message.ts'
import type { Recipient } from '../../../../shared/domain/recipient.ts'
import type { EngineConfig } from '../../config/config-source.ts'
import type { Delivery } from '../../delivery/delivery.ts'
import type { Clock, Logger } from '../../ports.ts'
import type { QueueStorage } from '../../storage/storage.ts'
import { expiresAt, isDelayNoticeDue, retryPolicy } from '../retry-schedule.ts'
import { Rounds } from '../rounds.ts'
import { decideReport } from './decide-report.ts'
import type { ReportedRecipient } from './report-content.ts'
import { compose, type ReportWriterOptions, readOriginal } from './report-writer.ts'

type DelayConfig = Pick<
  EngineConfig,
  'hostname' | 'postmaster' | 'localDomains' | 'localMail' | 'retry' | 'routes'
>

export interface DelayNoticesOptions extends Pick<ReportWriterOptions, 'newId'> {
  readonly storage: Pick<QueueStorage, 'findDelayed' | 'recordDelayNotice' | 'getMessage' | 'readBody'>
  readonly config: () => DelayConfig
  /** Why a route takes nothing just now. */
  readonly delivery: Pick<Delivery, 'blocked'>
  readonly clock: Clock
  readonly logger: Logger
  /** The messages and their reports changed, and the reports are due. */
  readonly onTold: (ids: readonly MessageId[]) => void
}

/** Milliseconds. A notice after hours may come some minutes late. */
const LOOK_EVERY = 300_000
/** Messages a look at the store. */
const SLICE = 200

export class DelayNotices {
  readonly #options: DelayNoticesOptions
  readonly #rounds: Rounds

  constructor(options: DelayNoticesOptions) {
    this.#options = options
    this.#rounds = new Rounds(options.clock, LOOK_EVERY, () => this.#look())
  }

  start(): void {
    this.#rounds.start()
  }

  /** Resolves when no notice is being written. */
  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    const { storage, config, clock, logger } = this.#options
    const before = clock.now() - shortestDelay(config())
    try {
      for (let after: MessageId | null = null, more = true; more && !this.#rounds.stopping; ) {
        const ids: MessageId[] = await storage.findDelayed({ before, after, limit: SLICE })
        for (const id of ids) if (!this.#rounds.stopping) await this.#tell(id)
        after = ids.at(-1) ?? null
        more = ids.length === SLICE
      }
    } catch (error) {
      logger.error('senders could not be told of a delay; the next look tries again', { error })
    }
  }

  async #tell(id: MessageId): Promise<void> {
    const { storage, config, delivery, clock, onTold } = this.#options
    const detail = await storage.getMessage(id)
    const now = clock.now()
    const delayed = detail ? findDelayedRecipients(config(), delivery, detail, now) : []
    if (!detail || delayed.length === 0) return
    const { envelope, message } = detail
    const claim = { id, envelope, receivedAt: message.receivedAt }
    const reported = delayed.map(({ report }) => report)
    const reporter = { ...this.#options, now: () => now }
    const report = await compose(reporter, claim, 'delayed', reported, await readOriginal(storage, claim))
    const recipients = delayed.map(({ number }) => number)
    if (await storage.recordDelayNotice({ message: id, recipients, report, now })) onTold([id, report.id])
  }
}

interface DelayedRecipient {
  readonly number: number
  readonly report: ReportedRecipient
}

/** Decides; asks delivery what it knows in memory. */
function findDelayedRecipients(
  config: DelayConfig,
  delivery: Pick<Delivery, 'blocked'>,
  detail: MessageDetail,
  now: number,
): DelayedRecipient[] {
  const { receivedAt } = detail.message
  return detail.recipients.flatMap((recipient): DelayedRecipient[] => {
    const route = config.routes.find(({ name }) => name === recipient.route) ?? null
    const policy = retryPolicy(config.retry, route)
    const noticeSentAt = recipient.delayNoticeSentAt
    const waits = recipient.state === 'queued' || recipient.state === 'deferred'
    if (!waits || !isDelayNoticeDue(policy, { receivedAt, noticeSentAt, now })) return []
    if (decideReport(detail, recipient, 'delay').kind !== 'tell') return []
    const retryUntil = expiresAt(policy, receivedAt)
    const block = route === null ? null : (delivery.blocked(route)?.text ?? null)
    const report = reportOf(recipient, block, lastAttempt(detail, recipient), retryUntil)
    return [{ number: recipient.number, report }]
  })
}

/** What a server answered says more than that its route takes nothing since. */
function reportOf(
  recipient: Recipient,
  block: string | null,
  lastAttemptAt: number | null,
  retryUntil: number,
): ReportedRecipient {
  const { address, originalRecipient, lastReply, lastHost } = recipient
  const waiting = { code: null, enhanced: '4.3.2', text: block ?? 'This server has not tried it yet.' }
  const reply = (block !== null && lastHost === null ? null : lastReply) ?? waiting
  return { address, originalRecipient, cause: 'delayed', reply, host: lastHost, lastAttemptAt, retryUntil }
}

function lastAttempt({ events }: MessageDetail, { address, attempts }: Recipient): number | null {
  if (attempts === 0) return null
  const failures = events.filter(
    ({ kind, recipient }) => kind === 'TransientFailure' && recipient === address,
  )
  return failures.at(-1)?.at ?? null
}

/** What is younger than every route's delay need not be looked at. Milliseconds. */
function shortestDelay({ retry, routes }: DelayConfig): number {
  const own = routes.map((route) => route.retry?.delayNoticeAfter ?? retry.delayNoticeAfter)
  return [retry.delayNoticeAfter, ...own].map(parseDuration).reduce((a, b) => Math.min(a, b))
}
