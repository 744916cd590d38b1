import { formatReply } from '../../../shared/domain/reply.ts'
import type { EngineConfig } from '../config/config-source.ts'
import type { Delivery, DeliveryRequest, RecipientOutcome } from '../delivery/delivery.ts'
import type { Clock, Logger, Random } from '../ports.ts'
import type { Job } from './job.ts'
import { type Judgement, judgeOutcome, judgeReturn } from './judge.ts'
import type { QueueChanges } from './queue-service.ts'
import { type ReportWriterOptions, recordWithReports } from './reports/report-writer.ts'
import type { ResultWriter } from './result-writer.ts'

export interface AttemptOptions {
  readonly delivery: Delivery
  readonly writer: ResultWriter
  readonly reports: ReportWriterOptions
  readonly config: () => Pick<EngineConfig, 'retry'>
  readonly changes: QueueChanges
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly signal: AbortSignal
  /** When a recipient that found no connection may be claimed again. */
  readonly returnAt: (route: string, now: number) => number
  /** The connection is free; what became of the recipients is being recorded. */
  readonly onTried: (job: Job) => void
}

/**
 * One attempt from the request to the last record. What the next hop accepted is recorded as soon as it is known;
 * refusals wait for the end, so that one report names them all (a crash before it only asks the next hop again).
 * Never rejects. Answers the ids of reports that it wrote.
 */
export async function runAttempt(options: AttemptOptions, job: Job): Promise<string[]> {
  const { writer, changes } = options
  const open = new Map(job.claim.recipients.map((recipient) => [recipient.number, recipient]))
  const toReport: Judgement[] = []
  const writes: Promise<void>[] = []
  const onOutcome = (outcomes: readonly RecipientOutcome[]) => {
    const judged = outcomes.flatMap((outcome) => {
      const recipient = open.get(outcome.recipient)
      open.delete(outcome.recipient)
      return recipient ? [judge(options, job, recipient, outcome)] : []
    })
    tellChanges(changes, job, outcomes)
    toReport.push(...judged.filter(({ report }) => report !== null))
    const silent = judged.filter(({ report }) => report === null).map(({ result }) => result)
    writes.push(writer.record(silent).then(() => changes.changed([job.claim.id])))
  }
  await deliver(options, job, onOutcome)
  if (open.size > 0) onOutcome([...open.keys()].map(unanswered))
  options.onTried(job)
  await Promise.all(writes)
  const reports = await recordWithReports(options.reports, job.claim, toReport)
  if (toReport.length > 0) changes.changed([job.claim.id, ...reports])
  return reports
}

async function deliver(
  { delivery, signal, logger }: AttemptOptions,
  { claim, route, body }: Job,
  onOutcome: (outcomes: readonly RecipientOutcome[]) => void,
): Promise<void> {
  const { id, envelope, size, receivedAt, recipients } = claim
  const request: DeliveryRequest = {
    message: id,
    envelope,
    size,
    receivedAt,
    route,
    recipients,
    openBody: () => body.open(),
    signal,
  }
  try {
    await delivery.deliver(request, onOutcome)
  } catch (error) {
    logger.error('an attempt failed in an unexpected way', { message: id, route: route.name, error })
  }
}

function judge(
  { config, clock, random, returnAt }: AttemptOptions,
  job: Job,
  recipient: Job['claim']['recipients'][number],
  outcome: RecipientOutcome,
): Judgement {
  const now = clock.now()
  if (outcome.kind === 'released')
    return judgeReturn(job.claim, recipient, job.route.name, returnAt(job.route.name, now))
  return judgeOutcome(job, recipient, outcome, { retry: config().retry, now, random: random.next() })
}

/** Delivery says nothing of a recipient only where it failed itself: deferred, as anything unclassified. */
function unanswered(recipient: number): RecipientOutcome {
  const reply = { code: null, enhanced: null, text: 'The attempt ended without an answer; see the log.' }
  return { recipient, host: null, sessionId: null, kind: 'deferred', reply }
}

function tellChanges(changes: QueueChanges, { route }: Job, outcomes: readonly RecipientOutcome[]): void {
  const done = outcomes.filter(({ kind }) => kind === 'delivered' || kind === 'captured').length
  if (done > 0) changes.delivered(route.name, done)
  const failure = outcomes.find((outcome) => outcome.kind === 'deferred')
  if (failure?.kind === 'deferred') changes.failed(route.name, formatReply(failure.reply))
}
