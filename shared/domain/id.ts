import { z } from 'zod'

/**
 * Messages and sessions are numbered by time: (milliseconds since 2024-01-01) × 4096 + a counter, a safe integer
 * until 2093. It is the primary key in storage and sorts by age. People, the wire and the API see it as eleven
 * characters of Crockford's base 32, which sort the same way and can be read out on the telephone.
 */
const EPOCH_MS = Date.UTC(2024, 0, 1)
const PER_MS = 4096
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 11

export const idSchema = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{11}$/, 'An id has eleven characters, digits and capital letters.')

export type MessageId = string
export type SessionId = string

export function encodeId(key: number): string {
  let text = ''
  for (let rest = key; text.length < LENGTH; rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32] + text
  return text
}

/** The storage key of an id. Throws a RangeError where idSchema would refuse it. */
export function decodeId(id: string): number {
  if (!idSchema.safeParse(id).success) throw new RangeError(`not an id: ${JSON.stringify(id)}`)
  let key = 0
  for (const character of id) key = key * 32 + ALPHABET.indexOf(character)
  return key
}

/** Makes ids that only grow, whatever the clock does; after is the highest id that exists already. */
export function createIdSource(now: () => number, after: MessageId | null = null): () => string {
  let last = after === null ? 0 : decodeId(after)
  return () => {
    last = Math.max(last + 1, Math.floor((now() - EPOCH_MS) * PER_MS))
    return encodeId(last)
  }
}

/** The time at which an id was made, in milliseconds since 1970. */
export function timeOfId(id: string): number {
  return Math.floor(decodeId(id) / PER_MS) + EPOCH_MS
}
