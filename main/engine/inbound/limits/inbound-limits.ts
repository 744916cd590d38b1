/** All that limits clients and senders, shared by the listeners: rates, sending limits, failed sign-ins. */
import type { Lock } from '../../../../shared/contract/security.ts'
import type { Limits } from '../../../../shared/domain/limits.ts'
import type { AccountDirectory } from '../../config/config-source.ts'
import type { Clock, Logger } from '../../ports.ts'
import { DAY, HOUR } from '../../sliding-window.ts'
import type { QueueStorage } from '../../storage/storage.ts'
import { createRateLimits, type RateLimits } from './rate-limits.ts'
import { createSendingLimits, type SendingLimits } from './sending-limits.ts'
import { createSignInGuard, type SignInGuard } from './sign-in-guard.ts'
import { createWaitingAnswers, type WaitingAnswers } from './waiting-answers.ts'

export interface InboundLimits {
  readonly rates: RateLimits
  readonly sending: SendingLimits
  readonly signIns: SignInGuard
  readonly waiting: WaitingAnswers
  /** Takes over what the store knows of the last day, once; before the listeners open. Never rejects. */
  start(): Promise<void>
}

export interface InboundLimitsOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly storage: Pick<QueueStorage, 'countUsage' | 'addAudit'>
  readonly accounts: Pick<AccountDirectory, 'find'>
  readonly limits: () => Limits
  /** A lock came or went. */
  readonly onChange: () => void
}

export function createInboundLimits(options: InboundLimitsOptions): InboundLimits {
  const { clock, logger, storage } = options
  const sending = createSendingLimits(clock)
  let started: Promise<void> | null = null

  const signIns = createSignInGuard({
    clock,
    settings: () => options.limits().signIn,
    exists: (username) => options.accounts.find(username) !== null,
    onLock: noteLock,
    onChange: options.onChange,
  })

  async function seed(): Promise<void> {
    const now = clock.now()
    try {
      const [lastHour, lastDay] = await Promise.all([
        storage.countUsage(now - HOUR.length),
        storage.countUsage(now - DAY.length),
      ])
      sending.seed(lastHour, lastDay)
      for (const { account, client, hour } of lastDay)
        if (account !== null && client !== null) signIns.knew(account, client, hour)
    } catch (error) {
      logger.error('What was sent before the start could not be counted: limits begin anew.', { error })
    }
  }

  function noteLock({ kind, account, client, failures, since: at, until }: Lock): void {
    const detail = { kind, account, client, failures, until: new Date(until).toISOString() }
    logger.warn('sign-ins are locked for a time after failures', detail)
    storage.addAudit({ at, actor: 'mailroom', action: 'sign-in locked', detail }).catch((error: unknown) => {
      logger.error('a lock could not be written into the audit', { error })
    })
  }

  return {
    rates: createRateLimits(clock, options.limits),
    sending,
    signIns,
    waiting: createWaitingAnswers(clock),
    start() {
      started ??= seed()
      return started
    },
  }
}
