import { because, type Refusal, refusal } from './reply.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL'])

/** What a client hears when its message could not be kept: always that it should come back. */
export function storageRefusal(error: unknown): Refusal {
  const note = `storage: ${error instanceof Error ? error.message : String(error)}`
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (FULL.has(code))
    return refusal(
      452,
      '4.3.1',
      'The disk of this server is full; the message was not kept, send it again later',
      note,
      because('disk'),
    )
  return refusal(
    451,
    '4.3.0',
    'This server could not store the message; it was not kept, send it again later',
    note,
    null,
  )
}
