import { z } from 'zod'
import { matchesWildcard } from './address.ts'

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

/**
 * Does a reply match a pattern, in which `*` stands for any run of characters: by its code ("550"), by its enhanced
 * code ("4.7.*"), by its text ("*quota*"), or by all of it as formatReply writes it? Without case.
 */
export function matchesReply(pattern: string, reply: Reply): boolean {
  const { code, enhanced, text } = reply
  return (
    (code !== null && matchesWildcard(pattern, String(code))) ||
    (enhanced !== null && matchesWildcard(pattern, enhanced)) ||
    matchesWildcard(pattern, text) ||
    matchesWildcard(pattern, formatReply(reply))
  )
}
