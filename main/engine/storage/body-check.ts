import { crc32 } from 'node:zlib'
import { decodeId, type MessageId } from '../../../shared/domain/id.ts'
import type { BodyFiles } from './bodies/body-files.ts'
import type { WholeBody } from './checks/check-bodies.ts'
import type { Workers } from './open-storage.ts'
import { BodyMissing } from './storage-errors.ts'

/** What one slice of a slow look through the store came to. */
export interface CheckedSlice {
  /** Where the next slice begins; null after the last message. */
  readonly last: number | null
  /** Messages that were held, or lost their content from the history, because it is not what was accepted. */
  readonly lost: number
}

/**
 * Reads some messages after a key with all that belongs to them, while mail goes on. A damaged page makes itself known
 * (StorageOptions.onFailure); content that is missing or changed holds what was still to be sent of it.
 */
export async function checkSlice(
  { writer, background }: Workers,
  files: BodyFiles,
  { after, now }: { readonly after: number; readonly now: number },
): Promise<CheckedSlice> {
  const slice = await background.call('checkBodies', after)
  const missing: MessageId[] = slice.missing.map(({ id }) => id)
  const changed: MessageId[] = slice.changed.map(({ id }) => id)
  for (const body of slice.files) {
    const state = await examine(files, body)
    if (state === 'missing') missing.push(body.id)
    if (state === 'changed') changed.push(body.id)
  }
  if (missing.length + changed.length === 0) return { last: slice.last, lost: 0 }
  const lost = await writer.call('loseBodies', {
    missing: missing.map(decodeId),
    changed: changed.map(decodeId),
    now,
    areLeasesDead: false,
  })
  return { last: slice.last, lost }
}

async function examine(
  files: BodyFiles,
  { id, size, sum }: WholeBody,
): Promise<'whole' | 'missing' | 'changed'> {
  let octets = 0
  let found = 0
  try {
    await files.pass(id, (piece) => {
      octets += piece.length
      found = crc32(piece, found)
    })
  } catch (error) {
    return error instanceof BodyMissing ? 'missing' : 'changed'
  }
  return octets === size && (sum === null || sum === found) ? 'whole' : 'changed'
}
