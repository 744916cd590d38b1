/** Which part of the conversation a line belongs to, by the commands of RFC 5321, 3207 and 4954. Pure. */
import type { SessionLine } from '../../shared/domain/session.ts'

export type Step = 'greeting' | 'hello' | 'tls' | 'sign-in' | 'envelope' | 'content' | 'end'

export type TranscriptItem =
  /** message: 1, 2, … where a session carries several; null for steps that belong to none. */
  | { readonly kind: 'step'; readonly step: Step; readonly message: number | null; readonly key: string }
  | { readonly kind: 'line'; readonly line: SessionLine; readonly previous: SessionLine | null }

const COMMANDS: ReadonlyArray<readonly [RegExp, Step]> = [
  [/^(EHLO|HELO|LHLO)\b/i, 'hello'],
  [/^STARTTLS\b/i, 'tls'],
  [/^AUTH\b/i, 'sign-in'],
  [/^(MAIL|RCPT|RSET|ETRN)\b/i, 'envelope'],
  [/^(DATA|BDAT)\b/i, 'content'],
  [/^QUIT\b/i, 'end'],
]

/** The lines with a mark before each part. A part that goes on, as after a failed sign-in, gets no second mark. */
export function transcriptItems(lines: readonly SessionLine[]): readonly TranscriptItem[] {
  const items: TranscriptItem[] = []
  let step: Step | null = null
  let message = 0
  let previous: SessionLine | null = null
  for (const line of lines) {
    const begins = stepOf(line, step)
    if (line.kind === 'client' && /^MAIL\b/i.test(line.text)) message += 1
    const isNewMessage = begins === 'envelope' && line.kind === 'client' && /^MAIL\b/i.test(line.text)
    if (begins !== null && (begins !== step || (isNewMessage && message > 1 && step !== null))) {
      const inMessage = begins === 'envelope' || begins === 'content'
      items.push({
        kind: 'step',
        step: begins,
        message: inMessage ? message : null,
        key: `step-${line.number}`,
      })
      step = begins
    }
    items.push({ kind: 'line', line, previous })
    previous = line
  }
  return items
}

function stepOf(line: SessionLine, current: Step | null): Step | null {
  switch (line.kind) {
    case 'client':
      return COMMANDS.find(([pattern]) => pattern.test(line.text))?.[1] ?? null
    case 'server':
      if (current === null && line.text.startsWith('220')) return 'greeting'
      return /^421[ -]/.test(line.text) ? 'end' : null
    case 'tls':
      return 'tls'
    case 'data':
      return 'content'
    case 'note':
      return null
  }
}
