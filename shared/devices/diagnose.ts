/** What is wrong with a device's connection, in plain words, and what to change there or here. Pure. */
import type { SessionLine, SessionRow } from '../domain/session.ts'
import { inEnglish, type Phrase, phrase, type Say } from '../text/say.ts'
import { refusalDiagnosis } from './diagnose-refusal.ts'

export type DiagnosisKind =
  | 'waiting'
  | 'nothing-came'
  | 'connected'
  | 'accepted'
  | 'tls-on-plain'
  | 'plain-on-tls'
  | 'certificate'
  | 'old-tls'
  | 'wrong-password'
  | 'locked'
  | 'sign-in-needed'
  | 'sign-in-without-tls'
  | 'relaying'
  | 'sender'
  | 'line-ends'
  | 'protocol'
  | 'limit'
  | 'too-large'
  | 'blocked'
  | 'rule'
  | 'recipient'
  | 'gave-up'
  | 'other'

/** What can be done about it with a button; the window knows the places. */
export type Remedy =
  | {
      readonly kind: 'tolerate'
      readonly tolerance:
        | 'bare-line-ends'
        | 'any-hello'
        | 'old-tls'
        | 'auth-in-clear'
        | 'unbracketed-path'
        | 'trailing-nul'
    }
  | { readonly kind: 'allow-sender'; readonly sender: string }
  | { readonly kind: 'session' }

export interface Diagnosis {
  readonly kind: DiagnosisKind
  readonly tone: 'wait' | 'ok' | 'warn' | 'bad'
  /** What happened. */
  readonly text: string
  /** What to change, the likeliest first. */
  readonly advice: readonly string[]
  /** The words of the conversation that say so; null where nothing was said. */
  readonly reply: string | null
  readonly remedy: Remedy | null
}

/** A diagnosis before anybody knows in which language. */
export type Finding = Omit<Diagnosis, 'text' | 'advice'> & {
  readonly text: Phrase
  readonly advice: readonly Phrase[]
}

export interface DeviceExpectation {
  readonly tls: 'none' | 'starttls' | 'implicit'
  readonly auth: boolean
  readonly server: string
  readonly port: number
  readonly sender: string
  readonly username: string | null
}

/** Milliseconds without any connection after which silence is itself a finding. */
export const SILENCE = 2 * 60_000

/** session: the newest one of the device since the watch began; null: none came. */
export function diagnose(
  expected: DeviceExpectation,
  session: SessionRow | null,
  lines: readonly SessionLine[],
  waitedMs: number,
  say: Say = inEnglish,
): Diagnosis {
  const { text, advice, ...found } = findOut(expected, session, lines, waitedMs)
  const said = ({ english, values }: Phrase) => say(english, values)
  return { ...found, text: said(text), advice: advice.map(said) }
}

function findOut(
  expected: DeviceExpectation,
  session: SessionRow | null,
  lines: readonly SessionLine[],
  waitedMs: number,
): Finding {
  if (session === null) return silence(expected, waitedMs)
  if (session.messageIds.length > 0)
    return finding('accepted', 'ok', phrase('The first message was accepted. The device is set up.'), [])
  return (
    tlsDiagnosis(expected, session, lines) ??
    refusalDiagnosis(expected, session, lines) ??
    openDiagnosis(session) ??
    endedDiagnosis(session, lines)
  )
}

export function finding(
  kind: DiagnosisKind,
  tone: Diagnosis['tone'],
  text: Phrase,
  advice: readonly Phrase[],
  more: Partial<Pick<Diagnosis, 'reply' | 'remedy'>> = {},
): Finding {
  return { kind, tone, text, advice, reply: null, remedy: null, ...more }
}

function silence({ server, port }: DeviceExpectation, waitedMs: number): Finding {
  if (waitedMs < SILENCE)
    return finding(
      'waiting',
      'wait',
      phrase('Waiting for its first connection. Send a test from the device now.'),
      [],
    )
  return finding('nothing-came', 'warn', phrase('Nothing has arrived from the device.'), [
    phrase('Look at the server address in the device: it must be {server}, and the port {port}.', {
      server,
      port: String(port),
    }),
    phrase(
      'The firewall of this computer may keep port {port} shut for the network: allow incoming TCP connections to it.',
      { port: String(port) },
    ),
    phrase(
      'The device may be in another network, or have no gateway set: try to reach it from this computer.',
    ),
    phrase('A device that sends only when something happens stays silent until then: use its test function.'),
  ])
}

/** The record type and version with which TLS begins (RFC 8446 §5.1), as the log shows control characters. */
const CLIENT_HELLO = /^\u2416\u2403/

function tlsDiagnosis(
  expected: DeviceExpectation,
  session: SessionRow,
  lines: readonly SessionLine[],
): Finding | null {
  const first = lines.find(({ kind }) => kind === 'client')?.text ?? ''
  if (CLIENT_HELLO.test(first))
    return finding(
      'tls-on-plain',
      'bad',
      phrase('The device began with TLS at once, on a port that begins in the clear.'),
      [
        phrase(
          'On the device, choose STARTTLS (some say “TLS”) instead of SSL/TLS, or keep SSL/TLS and use port 465 with a listener for it.',
        ),
        phrase(
          'Where it knows only SSL/TLS from the start, set the device up anew here with “TLS from the start”.',
        ),
      ],
    )
  const problem = session.problem ?? ''
  const reply = problem === '' ? null : problem
  if (/did not begin with TLS/.test(problem))
    return finding(
      'plain-on-tls',
      'bad',
      phrase('The device began in the clear, on port {port}, which speaks TLS from the start.', {
        port: String(expected.port),
      }),
      [
        phrase('On the device, switch SSL/TLS on for this port.'),
        phrase(
          'Where it has only STARTTLS or none, set it up anew here with what it can do: it then uses another port.',
        ),
      ],
      { reply },
    )
  if (/does not trust the certificate/.test(problem))
    return finding(
      'certificate',
      'bad',
      phrase('The device does not trust Mailroom’s certificate.'),
      certificateAdvice(expected),
      { reply },
    )
  if (/older than 1\.2|takes no TLS version/.test(problem))
    return finding(
      'old-tls',
      'bad',
      phrase('The device knows only TLS that is out of date.'),
      [
        phrase('Update its firmware.'),
        phrase(
          'Or allow old TLS for its address: the conversation can then be read by somebody with effort, which is still better than none.',
        ),
      ],
      { reply, remedy: { kind: 'tolerate', tolerance: 'old-tls' } },
    )
  return closedAfterTls(expected, session, lines)
}

/** TLS 1.3 clients that dislike a certificate often say nothing: they are gone once they have seen it. */
function closedAfterTls(
  expected: DeviceExpectation,
  session: SessionRow,
  lines: readonly SessionLine[],
): Finding | null {
  const handshake = lines.findLastIndex(({ kind }) => kind === 'tls')
  const saidMore = lines.slice(handshake + 1).some(({ kind }) => kind === 'client')
  const startedTls = /^STARTTLS/i.test(lines.findLast(({ kind }) => kind === 'client')?.text ?? '')
  const broken = session.outcome !== 'open' && !saidMore && (handshake >= 0 || startedTls)
  if (!broken) return null
  return finding(
    'certificate',
    'bad',
    phrase('The device left as soon as it had seen Mailroom’s certificate.'),
    certificateAdvice(expected),
    {
      reply: session.problem,
    },
  )
}

function certificateAdvice({ server }: DeviceExpectation): Phrase[] {
  return [
    phrase(
      'Install the authority of Mailroom in the device (Settings, Certificate, “Export the CA”), or switch its check of certificates off.',
    ),
    phrase(
      'The device must connect by a name or address that stands in the certificate: {server} does, where nothing was changed since.',
      { server },
    ),
    phrase('Or give Mailroom a certificate that the device trusts (Settings, Certificate).'),
  ]
}

function openDiagnosis({ outcome }: SessionRow): Finding | null {
  return outcome === 'open'
    ? finding('connected', 'wait', phrase('The device is connected. Its conversation goes on below.'), [])
    : null
}

function endedDiagnosis(session: SessionRow, lines: readonly SessionLine[]): Finding {
  const commands = lines.filter(({ kind }) => kind === 'client').map(({ text }) => text.toUpperCase())
  const talked = commands.some((text) => text.startsWith('MAIL'))
  if (session.outcome === 'completed' || (!talked && session.outcome === 'failed'))
    return finding(
      'gave-up',
      'warn',
      commands.length === 0
        ? phrase('The device connected and left without a word.')
        : phrase('The device connected and left without handing in a message.'),
      [
        phrase(
          'Some test functions only try the connection: then all is well so far. Send a real scan or message now.',
        ),
        phrase(
          'Otherwise the device missed something in the conversation below, often TLS or a way to sign in.',
        ),
      ],
      { reply: session.problem, remedy: { kind: 'session' } },
    )
  return finding(
    'other',
    'bad',
    phrase('The conversation broke off before a message was accepted.'),
    [phrase('Look at the conversation below: the last lines say why.')],
    { reply: session.problem, remedy: { kind: 'session' } },
  )
}
