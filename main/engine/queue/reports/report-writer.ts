import type { MessageId } from '../../../../shared/domain/id.ts'
import type { EngineConfig } from '../../config/config-source.ts'
import type { Logger } from '../../ports.ts'
import type { Claim, QueueStorage } from '../../storage/storage.ts'
import type { Judgement } from '../judge.ts'
import type { ResultWriter } from '../result-writer.ts'
import { composeReport } from './compose-report.ts'
import { RETURN_LIMIT } from './original-part.ts'
import type { ReportedRecipient } from './report-content.ts'
import type { ReportKind } from './report-text.ts'

export interface ReportWriterOptions {
  readonly storage: Pick<QueueStorage, 'readBody'>
  readonly writer: ResultWriter
  readonly config: () => Pick<EngineConfig, 'hostname' | 'postmaster'>
  readonly newId: () => MessageId
  readonly now: () => number
  readonly logger: Logger
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
    writeReport(options, claim, 'failed', ofKind(judgements, 'failed')),
    writeReport(options, claim, 'delayed', ofKind(judgements, 'delayed')),
  ])
  return [failed, delayed].filter((id) => id !== null)
}

type Reported = Judgement & { readonly report: ReportedRecipient }

function ofKind(judgements: readonly Judgement[], kind: ReportKind): Reported[] {
  return judgements.filter(
    (one): one is Reported =>
      one.report !== null && (one.report.cause === 'delayed') === (kind === 'delayed'),
  )
}

async function writeReport(
  { storage, writer, config, newId, now, logger }: ReportWriterOptions,
  claim: Claim,
  kind: ReportKind,
  judgements: readonly Reported[],
): Promise<MessageId | null> {
  if (judgements.length === 0) return null
  const results = judgements.map(({ result }) => result)
  const { sender, envid, ret } = claim.envelope
  try {
    const report = await composeReport({
      id: newId(),
      now: now(),
      kind,
      reporter: config(),
      message: { id: claim.id, sender, envid, ret, receivedAt: claim.receivedAt },
      recipients: judgements.map((one) => one.report),
      original: await readOriginal(storage, claim),
    })
    await writer.recordWithReport(results, report)
    return report.id
  } catch (error) {
    // Only composing can fail. The result stands in the history all the same.
    logger.error('a report could not be written', { message: claim.id, error })
    await writer.record(results)
    return null
  }
}

/** A report without its original is better than none. */
async function readOriginal(storage: Pick<QueueStorage, 'readBody'>, { id }: Claim) {
  try {
    return await storage.readBody(id, RETURN_LIMIT)
  } catch {
    return null
  }
}
