import { z } from 'zod'
import { InvalidCursor } from '../storage-errors.ts'

/**
 * Where a page ended: the sort value of its last row (null where it has none) and its key. Rows that come or go
 * meanwhile do not shift what follows.
 */
export interface Cursor {
  readonly value: number | null
  readonly key: number
}

const schema = z.tuple([z.number().nullable(), z.number().int()])

export function writeCursor({ value, key }: Cursor): string {
  return Buffer.from(JSON.stringify([value, key])).toString('base64url')
}

/** @throws InvalidCursor */
export function readCursor(text: string): Cursor {
  try {
    const [value, key] = schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { value, key }
  } catch {
    throw new InvalidCursor()
  }
}
