/**
 * From what a handler throws to what the contract names: expected failures keep their code and sentence, input that no
 * schema accepts becomes INVALID with its fields, and everything else is logged whole and leaves as an internal error.
 */
import { ORPCError, ValidationError } from '@orpc/server'
import type { FieldIssue } from '../../shared/contract/errors.ts'
import { EngineError } from '../engine/engine-error.ts'
import type { Logger } from '../engine/ports.ts'
import { StorageError, type StorageErrorCode } from '../engine/storage/storage-errors.ts'

const STATUS = { NOT_FOUND: 404, CONFLICT: 409, INVALID: 422, UNAVAILABLE: 503 } as const

const BY_STORAGE: Record<StorageErrorCode, EngineError['code']> = {
  DATA_FOLDER_IN_USE: 'UNAVAILABLE',
  SCHEMA_TOO_NEW: 'UNAVAILABLE',
  ENOSPC: 'UNAVAILABLE',
  STORAGE_UNAVAILABLE: 'UNAVAILABLE',
  STORE_DAMAGED: 'UNAVAILABLE',
  BODY_MISSING: 'NOT_FOUND',
  INVALID_CURSOR: 'INVALID',
}

export function toContractError(
  error: unknown,
  path: readonly string[],
  logger: Logger,
): ORPCError<string, unknown> {
  if (error instanceof EngineError) return fromEngine(error)
  if (error instanceof StorageError) return fromEngine(new EngineError(BY_STORAGE[error.code], error.message))
  if (error instanceof ORPCError && isInputError(error)) return fromValidation(error.cause as ValidationError)
  if (error instanceof ORPCError && error.code in STATUS) return error
  logger.error('A call failed unexpectedly.', { procedure: path.join('.'), error })
  return new ORPCError('INTERNAL_SERVER_ERROR', {
    message: 'Mailroom could not do that because of a fault of its own. The log of the engine says more.',
  })
}

function fromEngine({ code, message, issues }: EngineError): ORPCError<string, unknown> {
  const data: unknown = code === 'INVALID' ? { issues } : undefined
  return new ORPCError(code, { status: STATUS[code], message, data })
}

function isInputError(error: ORPCError<string, unknown>): boolean {
  return error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError
}

function fromValidation({ issues }: ValidationError): ORPCError<string, unknown> {
  const fields: FieldIssue[] = issues.map(({ path, message }) => ({
    path: (path ?? []).map(pathKey),
    message,
  }))
  const message = fields[0]?.message ?? 'Something in it is not right.'
  return new ORPCError('INVALID', { status: STATUS.INVALID, message, data: { issues: fields } })
}

function pathKey(segment: PropertyKey | { readonly key: PropertyKey }): string | number {
  const key = typeof segment === 'object' ? segment.key : segment
  return typeof key === 'number' ? key : String(key)
}
