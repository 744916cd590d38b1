import { formatReply } from '../../../shared/domain/reply.ts'
import type { EngineConfig } from '../config/config-source.ts'
import { composeContent } from '../content/compose-content.ts'
import { convertBeforeSigning, type UnsignedContent } from '../content/convert/convert-before-signing.ts'
import type { SigningKeys } from '../content/signing-keys.ts'
import type { Delivery, RecipientOutcome } from '../delivery/delivery.ts'
import type { Clock, Dispose, Logger, Random } from '../ports.ts'
import { envelopeOf, tellProblems, tellRewriting } from './changed-envelope.ts'
import type { Job } from './job.ts'
import { type Judgement, judgeOutcome, judgeReturn, judgeWait } from './judge.ts'
import type { QueueChanges } from './queue-service.ts'
import type { ReportedRecipient } from './reports/report-content.ts'
import {
  isSuccess,
  type ReportWriterOptions,
  readOriginal,
  recordWithReports,
  reportSuccess,
} from './reports/report-writer.ts'
import type { ResultWriter } from './result-writer.ts'
import { retryPolicy } from './retry-schedule.ts'

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
  /** The host itself failed, whatever the mail: no connection, no answer, or 421 (RFC 5321 §3.8). */
  readonly onHostFailure: (route: string) => void
  /** Active keys of a domain, to sign with. */
  readonly signingKeys: SigningKeys
  /** It takes a place on its route before delivery knows of it; to be undone when it does. */
  readonly onPreparing: (job: Job) => Dispose
  /** The connection is free; what became of the recipients is being recorded. */
  readonly onTried: (job: Job) => void
}

/**
 * One attempt from the request to the last record. What the next hop accepted is recorded as soon as it is known;
 * refusals wait for the end, so that one report names them all (a crash before it only asks the next hop again); a report
 * of success comes last of all.
 * Never rejects. Answers the ids of reports that it wrote.
 */
export async function runAttempt(options: AttemptOptions, job: Job): Promise<string[]> {
  const { writer, changes } = options
  if (job.claim.origin.kind === 'local') tellRules(changes, job)
  const open = new Map(job.claim.recipients.map((recipient) => [recipient.number, recipient]))
  const toReport: Judgement[] = []
  const writes: Promise<void>[] = []
  const problems: string[] = []
  const successes: ReportedRecipient[] = []
  const original = wantsSuccess(job) ? readOriginal(options.reports.storage, job.claim) : null
  const onOutcome = (outcomes: readonly RecipientOutcome[]) => {
    const judged = outcomes.flatMap((outcome) => {
      const recipient = open.get(outcome.recipient)
      open.delete(outcome.recipient)
      return recipient ? [tellProblems(problems, judge(options, job, recipient, outcome))] : []
    })
    tellChanges(changes, job, outcomes)
    if (outcomes.some(isHostFailure)) options.onHostFailure(job.route.name)
    successes.push(...judged.flatMap(({ report }) => (report && isSuccess(report) ? [report] : [])))
    toReport.push(...judged.filter(({ report }) => report !== null && !isSuccess(report)))
    const silent = judged.filter(({ report }) => report === null || isSuccess(report))
    const record = () => writer.record(silent.map(({ result }) => result))
    // The body may go with the record: what a report returns of it is read first.
    const recorded = original ? original.then(record) : record()
    writes.push(recorded.then(() => changes.changed([job.claim.id])))
  }
  await deliver(options, job, problems, onOutcome)
  if (open.size > 0) onOutcome([...open.keys()].map(unanswered))
  options.onTried(job)
  await Promise.all(writes)
  const reports = await recordWithReports(options.reports, job.claim, toReport)
  if (original) reports.push(...(await reportSuccess(options.reports, job.claim, successes, await original)))
  if (toReport.length > 0 || reports.length > 0) changes.changed([job.claim.id, ...reports])
  return reports
}

/** Mailroom's own reports do not come in by reception, where rules are told: at their first attempt. */
function tellRules(changes: QueueChanges, { claim, rules }: Job): void {
  for (const { number, attempts } of claim.recipients) {
    const rule = rules.get(number)
    if (attempts === 0 && rule !== undefined) changes.ruled([rule], claim.id)
  }
}

function wantsSuccess({ claim }: Job): boolean {
  return claim.recipients.some(({ notify }) => notify?.includes('success') ?? false)
}

async function deliver(
  options: AttemptOptions,
  job: Job,
  problems: string[],
  onOutcome: (outcomes: readonly RecipientOutcome[]) => void,
): Promise<void> {
  const { delivery, signal, logger } = options
  const { claim, route } = job
  const { id, receivedAt } = claim
  const isComposed = needsComposing(job)
  const prepared = isComposed ? options.onPreparing(job) : () => undefined
  try {
    // Not awaited where nothing is to be changed: the route's capacity counts it in the same turn.
    const content = isComposed
      ? await compose(options, job, problems)
      : { body: claim.envelope.body, size: claim.size, openBody: () => job.body.open() }
    if (content instanceof Error)
      return onOutcome(claim.recipients.map(({ number }) => notReady(number, content)))
    const { envelope, recipients } = envelopeOf(job)
    const { body, size, openBody } = content
    const fitting = body === envelope.body ? envelope : { ...envelope, body }
    const request = { message: id, envelope: fitting, recipients, size, openBody, receivedAt, route, signal }
    const delivered = delivery.deliver(request, onOutcome)
    prepared()
    await delivered
  } catch (error) {
    logger.error('an attempt failed in an unexpected way', { message: id, route: route.name, error })
  } finally {
    prepared()
  }
}

function needsComposing({ claim, route, changed }: Job): boolean {
  if (route.kind === 'capture') return false
  return (changed !== undefined && changed.content.length > 0) || claim.origin.authentication !== null
}

/** What the rules and our own checks make of the stored message. */
async function compose(
  { signingKeys, clock, logger }: AttemptOptions,
  job: Job,
  problems: string[],
): Promise<UnsignedContent | Error> {
  const { claim, changed } = job
  const changes = changed?.content ?? []
  const stored = { body: claim.envelope.body, size: claim.size, openBody: () => job.body.open() }
  try {
    const { body, ...unsigned } = await convertBeforeSigning(stored, changes)
    const composed = await composeContent({
      ...unsigned,
      changes,
      authenticationHeader: claim.origin.authentication?.header ?? null,
      signingKeys,
      now: clock.now(),
    })
    problems.push(...composed.problems)
    return { body, size: composed.size, openBody: composed.openBody }
  } catch (error) {
    logger.error('a message could not be made ready to go', { message: claim.id, error })
    return error instanceof Error ? error : new Error(String(error))
  }
}

function notReady(recipient: number, { message }: Error): RecipientOutcome {
  const text = `The message could not be changed as the relay rules ask: ${message}`
  const reply = { code: null, enhanced: '4.3.0', text }
  return { recipient, host: null, sessionId: null, kind: 'deferred', reply }
}

function judge(
  { config, clock, random, returnAt }: AttemptOptions,
  job: Job,
  recipient: Job['claim']['recipients'][number],
  outcome: RecipientOutcome,
): Judgement {
  const now = clock.now()
  if (outcome.kind === 'released' && outcome.wait !== undefined) {
    const reason = { route: job.route.name, rule: null, ...outcome.wait }
    return judgeWait(job.claim, recipient, reason, { policy: retryPolicy(config().retry, job.route), now })
  }
  if (outcome.kind === 'released')
    return judgeReturn(job.claim, recipient, job.route.name, returnAt(job.route.name, now))
  const moment = { retry: config().retry, now, random: random.next() }
  const judgement = judgeOutcome(job, recipient, outcome, moment)
  return job.changed ? tellRewriting(job.claim, job.changed, judgement) : judgement
}

/** Nobody spoke to us, or only to say goodbye. */
function isHostFailure(outcome: RecipientOutcome): boolean {
  return outcome.kind === 'deferred' && (outcome.reply.code === null || outcome.reply.code === 421)
}

/** Delivery says nothing of a recipient only where it failed itself: deferred, as anything unclassified. */
function unanswered(recipient: number): RecipientOutcome {
  const reply = { code: null, enhanced: null, text: 'The attempt ended without an answer; see the log.' }
  return { recipient, host: null, sessionId: null, kind: 'deferred', reply }
}

function tellChanges(
  changes: QueueChanges,
  { route, claim }: Job,
  outcomes: readonly RecipientOutcome[],
): void {
  const done = outcomes.filter(({ kind }) => kind === 'delivered' || kind === 'captured').length
  if (done > 0) changes.delivered(route.name, done, claim.receivedAt)
  const failure = outcomes.find((outcome) => outcome.kind === 'deferred')
  if (failure?.kind === 'deferred') changes.failed(route.name, formatReply(failure.reply))
}
