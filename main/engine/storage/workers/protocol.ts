/** What goes between the engine's thread and a storage worker: arrays both ways, one post a tick or a commit. */
import type { RecoveryReport } from '../recovery/set-aside-folder.ts'
import type { Failure } from './failure.ts'

export interface WorkerStart {
  readonly folder: string
  /** A bound for the database file in octets; null for none. */
  readonly maximumBytes: number | null
  /** When it is opened, in milliseconds since 1970. */
  readonly now: number
}

export interface Call {
  readonly id: number
  readonly operation: string
  readonly argument: unknown
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure }

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly lastKey: number | null }
  /** The database is damaged; without a report its recovery begins. */
  | { readonly kind: 'recovery'; readonly reason: string; readonly report: RecoveryReport | null }
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** Something failed that no call waits for. */
  | { readonly kind: 'trouble'; readonly failure: Failure }
  | {
      readonly kind: 'answers'
      readonly answers: readonly Answer[]
      /** Messages whose body file has no row any more, now that the commit is done. */
      readonly unusedFiles: readonly number[]
    }

/** The last call of a worker. */
export const CLOSE = 'close'
