import type {
  Flow,
  RuleHits,
  Sender,
  SenderFlow,
  UsageOverTime,
} from '../../../shared/contract/statistics.ts'
import type { MinuteFigures, Steps } from '../statistics/flow-steps.ts'
import type { Workers } from './open-storage.ts'
import type { SameReplies } from './queries/read-failures.ts'
import type { BodySlice, StoredFigures } from './queries/survey-disk.ts'
import type { OpenSlice, SurveyOpen } from './queries/survey-open.ts'
import type { WriteFigures } from './queries/write-figures.ts'

/** What is counted for people. What reads much comes in slices, on the reader that nobody's list waits for. */
export interface StatisticsStorage {
  /** Adds what was counted since the last write, and removes what is older than eight days. */
  writeFigures(request: WriteFigures): Promise<void>
  readFlow(steps: Steps, pending: readonly MinuteFigures[]): Promise<Flow>
  /** The senders with most messages. */
  readSenders(steps: Steps, most: number): Promise<SenderFlow[]>
  readUsage(sender: Sender, steps: Steps): Promise<UsageOverTime>
  readRuleHits(now: number): Promise<RuleHits[]>
  /** When mail last came from each network that is watched for silence. */
  readNetworksSeen(): Promise<Record<string, number>>
  /** A slice of a walk through open messages. */
  surveyOpen(request: SurveyOpen): Promise<OpenSlice>
  /** Of the newest messages that wait after a failure or failed, at most `limit`. */
  readFailures(limit: number): Promise<SameReplies[]>
  readStoredFigures(): Promise<StoredFigures>
  /** A slice of a walk through all messages, by key. */
  surveyBodies(after: number, limit: number): Promise<BodySlice>
}

export function createStatisticsStorage({ writer, reader, background }: Workers): StatisticsStorage {
  return {
    writeFigures: (request) => writer.call('writeFigures', request),
    readFlow: (steps, pending) => background.call('readFlow', { steps, pending }),
    readSenders: (steps, most) => background.call('readSenders', { steps, most }),
    readUsage: (sender, steps) => reader.call('readUsage', { sender, steps }),
    readRuleHits: (now) => reader.call('readRuleHits', now),
    readNetworksSeen: () => reader.call('readNetworksSeen', undefined),
    surveyOpen: (request) => background.call('surveyOpen', request),
    readFailures: (limit) => background.call('readFailures', limit),
    readStoredFigures: () => background.call('readStoredFigures', undefined),
    surveyBodies: (after, limit) => background.call('surveyBodies', { after, limit }),
  }
}
