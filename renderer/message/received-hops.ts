/** The way of a message by its Received fields (RFC 5321 §4.4), oldest first. What servers write there is free: pure guesses. */
import type { MessageContent } from '../../shared/contract/content.ts'

export interface Hop {
  readonly from: string | null
  readonly by: string | null
  /** "ESMTPS", "LMTP", … */
  readonly protocol: string | null
  /** Was this step encrypted? By the protocol's name (RFC 3848), or by what it says of TLS. */
  readonly tls: boolean
  /** Milliseconds since 1970; null where it cannot be read. */
  readonly at: number | null
  /** Milliseconds since the hop before; null where either time is missing. Negative: the clocks differ. */
  readonly delay: number | null
  /** As it stands. */
  readonly text: string
}

export function receivedHops(headers: MessageContent['headers']): readonly Hop[] {
  const fields = headers.filter(({ name }) => name.toLowerCase() === 'received').map(({ value }) => value)
  const hops = fields.reverse().map(hopOf)
  return hops.map((hop, index) => {
    const before = hops[index - 1]?.at
    return {
      ...hop,
      delay: hop.at === null || before === null || before === undefined ? null : hop.at - before,
    }
  })
}

function hopOf(value: string): Hop {
  const text = value.replace(/\s+/g, ' ').slice(0, 2_000)
  const semicolon = text.lastIndexOf(';')
  const words = semicolon < 0 ? text : text.slice(0, semicolon)
  const at = semicolon < 0 ? Number.NaN : Date.parse(text.slice(semicolon + 1).replace(/\([^()]*\)/g, ' '))
  const protocol = word(words, 'with')
  const from = word(words, 'from')
  const seen = /\(([^()]*\[[^\]]*\])/.exec(words)?.[1] ?? null
  return {
    from: from === null ? null : seen === null ? from : `${from} (${seen.trim()})`,
    by: word(words, 'by'),
    protocol,
    tls: /^(e|l|utf8)?(smtp|lmtp|esmtp)s/i.test(protocol ?? '') || /\bTLS(v?1|_)/i.test(words),
    at: Number.isNaN(at) ? null : at,
    delay: null,
    text,
  }
}

/** The word after a keyword, outside of comments. */
function word(words: string, keyword: string): string | null {
  const bare = words.replace(/\([^()]*\)/g, ' ')
  return new RegExp(`(?:^|\\s)${keyword}\\s+(\\S+)`, 'i').exec(bare)?.[1] ?? null
}
