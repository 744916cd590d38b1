import type { MessageId } from '../../../../shared/domain/id.ts'
import type { EngineConfig } from '../../config/config-source.ts'
import { expandAddress } from '../../local-mail/resolve-recipient.ts'
import type { Logger } from '../../ports.ts'
import type { Claim, NewMessage, QueueStorage } from '../../storage/storage.ts'
import type { Judgement } from '../judge.ts'
import type { ResultWriter } from '../result-writer.ts'
import { composeReport, type ReportInput } from './compose-report.ts'
import { RETURN_LIMIT } from './original-part.ts'
import { type ReportedRecipient, type ReportKind, reportKindOf } from './report-content.ts'

export interface ReportWriterOptions {
  readonly storage: Pick<QueueStorage, 'readBody' | 'accept'>
  readonly writer: ResultWriter
  readonly config: () => Pick<EngineConfig, 'hostname' | 'postmaster' | 'localDomains' | 'localMail'>
  readonly newId: () => MessageId
  readonly now: () => number
  readonly logger: Logger
}

/** What reports need of the message that they are about. */
export type ReportedClaim = Pick<Claim, 'id' | 'envelope' | 'receivedAt'>

/** Is it recorded before the sender hears of it? See Judgement. */
export function isSuccess({ cause }: ReportedRecipient): boolean {
  return reportKindOf(cause) === 'delivered'
}

/**
 * Records judgements on recipients of one message, with a bounce and a delay notice for those that ask for one: each
 * report in the same commit as what it reports. Answers the ids of the reports. Never rejects.
 */
export async function recordWithReports(
  options: ReportWriterOptions,
  claim: Claim,
  judgements: readonly Judgement[],
): Promise<MessageId[]> {
  const silent = judgements.filter(({ report }) => report === null)
  const [, failed, delayed] = await Promise.all([
    options.writer.record(silent.map(({ result }) => result)),
    recordReported(options, claim, 'failed', ofKind(judgements, 'failed')),
    recordReported(options, claim, 'delayed', ofKind(judgements, 'delayed')),
  ])
  return [failed, delayed].filter((id) => id !== null)
}

/**
 * A success report about what is recorded already: a crash in between costs the sender the report and never the mail.
 * `original` was read before, because the body goes with the last record. Answers the ids of reports. Never rejects.
 */
export async function reportSuccess(
  options: ReportWriterOptions,
  claim: ReportedClaim,
  recipients: readonly ReportedRecipient[],
  original: ReportInput['original'],
): Promise<MessageId[]> {
  if (recipients.length === 0) return []
  try {
    const report = await compose(options, claim, 'delivered', recipients, original)
    await options.storage.accept(report, null)
    return [report.id]
  } catch (error) {
    options.logger.error('a success report could not be written', { message: claim.id, error })
    return []
  }
}

/** A report without its original is better than none. */
export async function readOriginal(
  storage: Pick<QueueStorage, 'readBody'>,
  { id }: Pick<Claim, 'id'>,
): Promise<ReportInput['original']> {
  try {
    return await storage.readBody(id, RETURN_LIMIT)
  } catch {
    return null
  }
}

/** A sender that is an alias of the house is its people. Rejects where it cannot be composed. */
export async function compose(
  { config, newId, now }: Pick<ReportWriterOptions, 'config' | 'newId' | 'now'>,
  { id, envelope, receivedAt }: ReportedClaim,
  kind: ReportKind,
  recipients: readonly ReportedRecipient[],
  original: ReportInput['original'],
): Promise<NewMessage> {
  const { sender, envid, ret, smtpUtf8 } = envelope
  const report = await composeReport({
    id: newId(),
    now: now(),
    kind,
    reporter: config(),
    message: { id, sender, envid, ret, smtpUtf8, receivedAt },
    recipients,
    original,
  })
  const readers = report.recipients.flatMap((recipient) =>
    expandAddress(config(), recipient.address).map((address) => ({ ...recipient, address })),
  )
  return { ...report, recipients: readers }
}

type Reported = Judgement & { readonly report: ReportedRecipient }

function ofKind(judgements: readonly Judgement[], kind: ReportKind): Reported[] {
  return judgements.filter(
    (one): one is Reported => one.report !== null && reportKindOf(one.report.cause) === kind,
  )
}

async function recordReported(
  options: ReportWriterOptions,
  claim: Claim,
  kind: ReportKind,
  judgements: readonly Reported[],
): Promise<MessageId | null> {
  if (judgements.length === 0) return null
  const { storage, writer, logger } = options
  const results = judgements.map(({ result }) => result)
  try {
    const original = await readOriginal(storage, claim)
    const recipients = judgements.map((one) => one.report)
    const report = await compose(options, claim, kind, recipients, original)
    await writer.recordWithReport(results, report)
    return report.id
  } catch (error) {
    // Only composing can fail. The result stands in the history all the same.
    logger.error('a report could not be written', { message: claim.id, error })
    await writer.record(results)
    return null
  }
}
