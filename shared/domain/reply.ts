import { z } from 'zod'

/** What a next hop, or Mailroom itself, answered: RFC 5321 §4.2, with the enhanced status code of RFC 3463. */
export const replySchema = z.object({
  /** Three digits; null where there was no reply at all (connection refused, time-out, DNS). */
  code: z.number().int().min(200).max(599).nullable(),
  /** "4.7.1", or null where the peer gave none. */
  enhanced: z.string().nullable(),
  /** The peer's own words, or the local error in words; never with credentials. */
  text: z.string(),
})

export type Reply = z.infer<typeof replySchema>

/** "451 4.7.1 Greylisted, try again", the form in which people know it. */
export function formatReply(reply: Reply): string {
  return [reply.code, reply.enhanced, reply.text].filter((part) => part !== null && part !== '').join(' ')
}
