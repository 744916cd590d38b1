import { assertNever } from '../domain/assert-never.ts'
import type { ExplainedPhase } from './catalogue-entry.ts'
import type { Explanation } from './explanation.ts'

/** Says that nobody knows this reply, and what the class of its code means all the same (RFC 5321 §4.2.1). */
export function explainUnknown(
  { code }: { readonly code: number | null },
  phase: ExplainedPhase | null,
): Explanation {
  const kind = classOf(code, phase)
  return { kind: 'unknown', id: null, link: null, provider: null, ...WORDS[kind] }
}

type ReplyClass = 'success' | 'later' | 'refused' | 'session-refused' | 'none'

function classOf(code: number | null, phase: ExplainedPhase | null): ReplyClass {
  if (code === null) return 'none'
  const first = Math.floor(code / 100)
  switch (first) {
    case 2:
    case 3:
      return 'success'
    case 4:
      return 'later'
    case 5:
      return phase !== null && BEFORE_MAIL.has(phase) ? 'session-refused' : 'refused'
    default:
      return assertNever(first as never)
  }
}

const BEFORE_MAIL: ReadonlySet<ExplainedPhase> = new Set([
  'connect',
  'greeting',
  'ehlo',
  'starttls',
  'tls',
  'auth',
])

const WORDS: Record<ReplyClass, Pick<Explanation, 'meaning' | 'actor' | 'steps'>> = {
  success: { meaning: 'The server took it; nothing is wrong here.', actor: 'nobody', steps: [] },
  later: {
    meaning:
      'This wording is not in the catalogue. By its number it is a passing refusal: the server asks to come back later.',
    actor: 'nobody',
    steps: ['Wait: it is tried again by itself.', 'If it stays like this, read the words of the server.'],
  },
  refused: {
    meaning: 'This wording is not in the catalogue. By its number it is a refusal for good of this mail.',
    actor: 'provider',
    steps: [
      'Read the words of the server: they are all that is known.',
      'Ask whoever runs that server, and hand them the whole reply.',
    ],
  },
  'session-refused': {
    meaning:
      'This wording is not in the catalogue. The server turned this relay away before it heard of any mail, so the mail waits.',
    actor: 'relay',
    steps: [
      'Check host, port and sign-in of the route.',
      'Ask whoever runs that server, and hand them the whole reply.',
    ],
  },
  none: {
    meaning: 'This is not in the catalogue. No server answered, so nothing is said about the mail itself.',
    actor: 'relay',
    steps: ['Check the network connection, and host and port of the route.', 'It is tried again by itself.'],
  },
}
