/** A line of a server split into its reply code and the rest, for each of its lines; null code where there is none. */
export interface ReplyPart {
  readonly code: string | null
  readonly rest: string
  readonly tone: 'ok' | 'more' | 'warn' | 'bad'
}

export function replyParts(text: string): readonly ReplyPart[] {
  return text.split(/\r?\n/).map((line) => {
    const match = /^([2-5]\d\d)([ -].*)?$/.exec(line)
    if (!match?.[1]) return { code: null, rest: line, tone: 'more' }
    return { code: match[1], rest: match[2] ?? '', tone: TONES[match[1][0] ?? ''] ?? 'more' }
  })
}

const TONES: Readonly<Record<string, ReplyPart['tone']>> = { 2: 'ok', 3: 'more', 4: 'warn', 5: 'bad' }
