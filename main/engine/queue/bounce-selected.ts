import type { OperationResult, Selection } from '../../../shared/contract/queue.ts'
import type { MessageId } from '../../../shared/domain/id.ts'
import type { Clock } from '../ports.ts'
import type { Claim, QueueStorage } from '../storage/storage.ts'
import { judgeAdminBounce } from './judge.ts'
import type { LeaseKeeper } from './lease-keeper.ts'
import type { QueueChanges } from './queue-service.ts'
import { type ReportWriterOptions, recordWithReports } from './reports/report-writer.ts'

export interface BounceOptions {
  readonly storage: Pick<QueueStorage, 'claimSelected' | 'addAudit'>
  readonly reports: ReportWriterOptions
  readonly leases: LeaseKeeper
  readonly clock: Clock
  readonly changes: QueueChanges
}

/** Messages a slice: each writes a report. */
const SLICE = 50

/** The operator's bounce: open recipients of the selected messages end, and their senders are told. */
export async function bounceSelected(
  options: BounceOptions,
  selection: Selection,
  actor: string,
): Promise<OperationResult> {
  const { storage, leases, clock } = options
  const total = { changed: 0, unchanged: 0 }
  let after: MessageId | null = null
  do {
    const slice: Awaited<ReturnType<QueueStorage['claimSelected']>> = await storage.claimSelected({
      selection,
      now: clock.now(),
      lease: leases.lease(),
      limit: SLICE,
      after,
    })
    await Promise.all(slice.claims.map((claim) => bounceClaim(options, claim, actor)))
    total.changed += slice.claims.length
    total.unchanged += slice.unchanged
    after = slice.last
  } while (after !== null)
  await storage.addAudit({ at: clock.now(), actor, action: 'bounce', detail: { selection, ...total } })
  return total
}

/** Resolves when result and report are on disk; never rejects. */
export async function bounceClaim(
  { reports, leases, clock, changes }: Omit<BounceOptions, 'storage'>,
  claim: Claim,
  actor: string,
): Promise<void> {
  leases.hold(claim.id)
  const judgements = claim.recipients.map((one) => judgeAdminBounce(claim, one, actor, clock.now()))
  const written = await recordWithReports(reports, claim, judgements)
  leases.drop(claim.id)
  changes.changed([claim.id, ...written])
}
