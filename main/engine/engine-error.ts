import type { ErrorCode, FieldIssue } from '../../shared/contract/errors.ts'

/**
 * An expected failure of something that a person asked for: the closed union of shared/contract/errors.ts. The message
 * says what happened, why, and what to do.
 */
export class EngineError extends Error {
  readonly code: ErrorCode
  /** For INVALID: what is wrong where; empty for the others. */
  readonly issues: readonly FieldIssue[]

  constructor(code: ErrorCode, message: string, issues: readonly FieldIssue[] = []) {
    super(message)
    this.name = 'EngineError'
    this.code = code
    this.issues = issues
  }
}

export function invalid(issues: readonly FieldIssue[]): EngineError {
  const first = issues[0]
  return new EngineError('INVALID', first ? first.message : 'Something in it is not right.', issues)
}

export function notFound(what: string, name: string): EngineError {
  return new EngineError('NOT_FOUND', `There is no ${what} "${name}" (any more). Look at the list again.`)
}
