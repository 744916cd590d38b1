/**
 * Columns that hold JSON. What cannot be read is shown as it is, never thrown away: a damaged row must not hide its
 * message.
 */
import type { z } from 'zod'
import { type Notify, notifySchema } from '../../../../shared/domain/recipient.ts'
import { type Reply, replySchema } from '../../../../shared/domain/reply.ts'

export function writeReply(reply: Reply | null): string | null {
  return reply === null ? null : JSON.stringify(reply)
}

/** A reply that cannot be read comes as its raw text. */
export function readReply(column: unknown): Reply | null {
  if (column === null || column === undefined) return null
  return readJson(replySchema, column) ?? { code: null, enhanced: null, text: String(column) }
}

export function writeNotify(notify: Notify): string | null {
  return notify === null ? null : JSON.stringify(notify)
}

export function readNotify(column: unknown): Notify {
  return column === null ? null : readJson(notifySchema, column)
}

/** The parsed value, or null where it is no JSON or not what the schema says. */
export function readJson<T extends z.ZodType>(schema: T, column: unknown): z.output<T> | null {
  if (typeof column !== 'string') return null
  try {
    return schema.safeParse(JSON.parse(column)).data ?? null
  } catch {
    return null
  }
}
