import type { Tolerance } from '../../../shared/domain/tolerance.ts'
import type { CommandLine } from './command-lines.ts'
import { type Refusal, refusal } from './reply.ts'
import { type Tolerate, wouldForgive } from './tolerate.ts'

export type ReadCommand =
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: Refusal }

/** A command, or a line of the AUTH dialogue, as text; refused where it is none (RFC 5321 §2.3.8, §4.1.2). */
export function readCommand(line: CommandLine, tolerate: Tolerate): ReadCommand {
  if (line.end === 'broken')
    return refuse(500, 'A command ends with CRLF; this one has a line feed alone', 'bare-line-ends')
  if (line.end === 'bare') tolerate('bare-line-ends', 'a command ended with CR or LF alone')
  const written = line.octets.toString()
  const text = trimmed(written, tolerate)
  if (CONTROL.test(text.replaceAll('\t', ' ')))
    return refuse(501, 'A command has no NUL or other control characters', profileFor(text))
  return { kind: 'command', text }
}

function trimmed(written: string, tolerate: Tolerate): string {
  const text = written.replace(/[ \t]+$/, '')
  if (!text.endsWith('\0') || !tolerate('trailing-nul', 'a line ended with NUL')) return text
  return text.replace(/[ \t\0]+$/, '')
}

/** A tab is a space to many programs. */
const CONTROL = /\p{Cc}/u

/** What a device would need whose command this is. */
function profileFor(text: string): Tolerance | null {
  const inner = text.replace(/[\0\r]+/g, '')
  if (CONTROL.test(inner.replaceAll('\t', ' '))) return null
  if (text.includes('\r')) return 'bare-line-ends'
  return text.replace(/\0+$/, '') === inner ? 'trailing-nul' : null
}

function refuse(code: number, text: string, tolerance: Tolerance | null): ReadCommand {
  const note = tolerance && wouldForgive(tolerance)
  return { kind: 'refused', why: refusal(code, '5.5.2', text, note) }
}
