/** Sessions of the invented office, made from their number like the messages. */
import { encodeId } from '../../../shared/domain/id.ts'
import type { RefusalCause, SessionLine, SessionRow } from '../../../shared/domain/session.ts'

const ID_EPOCH = Date.UTC(2024, 0, 1)
const CLIENTS = ['mfp-2.office.test', 'nas', 'ws-reception', 'practice-server.office.test']

export interface SampleSession {
  readonly row: SessionRow
  readonly lines: readonly SessionLine[]
  /** Of an open session: what will be said. */
  readonly toCome?: readonly SessionLine[]
}

type Step = readonly [delayMs: number, kind: SessionLine['kind'], text: string, cause?: RefusalCause]

/** What made the invented office's Mailroom say no, in turn. */
const REFUSALS: ReadonlyArray<{
  readonly cause: RefusalCause
  readonly note: string
  readonly command: string
  readonly reply: string
}> = [
  {
    cause: { kind: 'relaying', name: null },
    note: 'listener lan: 192.168.99.7 is in none of its trusted networks, has no account, and the recipient is not local',
    command: 'RCPT TO:<tom@gmail.example>',
    reply:
      '550 5.7.1 Relaying to <tom@gmail.example> is refused: 192.168.99.7 is not in a trusted network of listener lan and has not signed in; sign in, or ask the administrator to add 192.168.99.7 to the trusted networks',
  },
  {
    cause: { kind: 'rule', name: 'No payroll outside' },
    note: 'rule No payroll outside refused <tom@gmail.example>',
    command: 'RCPT TO:<tom@gmail.example>',
    reply: '550 5.7.1 Payroll is not sent outside the office',
  },
  {
    cause: { kind: 'password', name: 'scanner' },
    note: 'sign-in refused: wrong password',
    command: 'AUTH PLAIN •••',
    reply:
      '535 5.7.8 User name or password is not right, or the account is disabled; check both, or ask the administrator',
  },
  {
    cause: { kind: 'listener', name: 'lan' },
    note: 'listener lan: maximum size 50MiB',
    command: 'MAIL FROM:<scanner@office.test> SIZE=73400320',
    reply: '552 5.3.4 The message is larger than 50MiB, the most that is taken here',
  },
  {
    cause: { kind: 'limit', name: 'scanner' },
    note: 'account scanner: 100 of 100 (messagesPerHour)',
    command: 'MAIL FROM:<scanner@office.test>',
    reply: '450 4.7.1 This account may send 100 messages an hour; goes on at 14:20',
  },
  {
    cause: { kind: 'protocol', name: null },
    note: '"any-hello" in the device profile of its network would forgive this',
    command: 'MAIL FROM:<a@office.test>',
    reply: '503 5.5.1 Send EHLO first',
  },
]

const ROW_SPACING_MS = 41_000

export function sampleSession(index: number, base: number, messageIds: readonly string[]): SampleSession {
  const startedAt = base - 3_000 - index * ROW_SPACING_MS
  const id = encodeId((startedAt - ID_EPOCH) * 4096 + (index % 4096))
  const session = inventedSession(index, id, startedAt, messageIds)
  return index === 0 ? openSession(session) : session
}

/** A whole session that begins at that time; the number decides what kind it is. */
export function inventedSession(
  index: number,
  id: string,
  startedAt: number,
  messageIds: readonly string[],
): SampleSession {
  const outbound = index % 2 === 1
  const trouble = index % 5 === 3
  const refusal = trouble && !outbound ? (REFUSALS[Math.floor(index / 10) % REFUSALS.length] ?? null) : null
  const steps = outbound ? outboundSteps(trouble) : inboundSteps(index, refusal)
  const lines = toLines(steps, startedAt)
  return {
    lines,
    row: {
      id,
      direction: outbound ? 'outbound' : 'inbound',
      outcome: trouble ? (outbound ? 'failed' : 'refused') : 'completed',
      startedAt,
      endedAt: lines.at(-1)?.at ?? startedAt,
      via: outbound ? 'provider' : index % 4 === 0 ? 'lan' : 'local',
      peerAddress: outbound ? '203.0.113.25' : addressOf(index, refusal?.cause ?? null),
      peerPort: outbound ? 587 : 40_000 + ((index * 7) % 20_000),
      peerName: outbound ? 'smtp.provider.example' : (CLIENTS[(index / 2) % CLIENTS.length] ?? null),
      tls:
        trouble && outbound
          ? null
          : { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', verified: outbound ? true : null },
      account: outbound || trouble ? null : index % 4 === 0 ? 'scanner' : null,
      network: !outbound && !trouble && index % 6 === 2 ? 'Copiers' : null,
      tolerated: !outbound && index % 6 === 2 ? ['any-hello', 'bare-line-ends'] : [],
      messageIds: trouble ? [] : [...messageIds],
      lineCount: lines.length,
      cause: refusal?.cause ?? null,
      problem: trouble
        ? (refusal?.reply ??
          '535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [FR4P281CA0123]')
        : null,
    },
  }
}

function addressOf(index: number, cause: RefusalCause | null): string {
  return cause?.kind === 'relaying' ? '192.168.99.7' : `192.168.10.${20 + (index % 40)}`
}

const SAID_AT_ONCE = 6

/** The same in the middle of its way: the rest is still to be said. */
export function openSession({ row, lines }: SampleSession): SampleSession {
  const said = lines.slice(0, SAID_AT_ONCE)
  return {
    lines: said,
    toCome: lines.slice(SAID_AT_ONCE),
    row: {
      ...row,
      outcome: 'open',
      endedAt: null,
      problem: null,
      cause: null,
      messageIds: [],
      lineCount: said.length,
    },
  }
}

/** As the engine has it, each line of a reply is a line of its own. */
function toLines(steps: readonly Step[], startedAt: number): SessionLine[] {
  let at = startedAt
  let number = 0
  return steps.flatMap(([delay, kind, text, cause]) => {
    at += delay
    return text.split('\n').map((line) => {
      number += 1
      return { number, at, kind, text: line, ...(cause && { cause }) }
    })
  })
}

function inboundSteps(index: number, refusal: (typeof REFUSALS)[number] | null): Step[] {
  const name = CLIENTS[(index / 2) % CLIENTS.length] ?? 'client'
  const hello: Step[] = [
    [4, 'server', '220 relay.office.test ESMTP Mailroom'],
    [18, 'client', `EHLO ${name}`],
    [
      1,
      'server',
      '250-relay.office.test greets you\n250-PIPELINING\n250-8BITMIME\n250-SIZE 52428800\n250-STARTTLS\n250 ENHANCEDSTATUSCODES',
    ],
    [22, 'client', 'STARTTLS'],
    [1, 'server', '220 2.0.0 Ready to start TLS'],
    [64, 'tls', 'TLSv1.3, TLS_AES_256_GCM_SHA384'],
    [12, 'client', `EHLO ${name}`],
    [
      1,
      'server',
      '250-relay.office.test greets you\n250-PIPELINING\n250-8BITMIME\n250-SIZE 52428800\n250 AUTH PLAIN LOGIN CRAM-MD5',
    ],
  ]
  if (refusal)
    return [
      ...hello,
      ...(refusal.command.startsWith('RCPT')
        ? ([
            [30, 'client', 'MAIL FROM:<test@elsewhere.example>'],
            [2, 'server', '250 2.1.0 Sender <test@elsewhere.example> is fine'],
          ] as const)
        : []),
      [14, 'client', refusal.command],
      [1, 'note', refusal.note],
      [1, 'server', refusal.reply, refusal.cause],
      [1_210, 'client', 'QUIT'],
      [1, 'server', '221 2.0.0 Goodbye'],
    ]
  return [
    ...hello,
    [35, 'client', 'AUTH PLAIN •••'],
    [88, 'server', '235 2.7.0 Authentication successful'],
    [20, 'client', 'MAIL FROM:<scanner@office.test> SIZE=49382'],
    [2, 'server', '250 2.1.0 Accepted'],
    [15, 'client', 'RCPT TO:<accounting@office.test>'],
    [2, 'server', '250 2.1.5 Accepted'],
    [13, 'client', 'DATA'],
    [1, 'server', '354 End data with <CR><LF>.<CR><LF>'],
    [1_840, 'data', 'message, 49357 octets'],
    [9, 'server', '250 2.0.0 OK: queued as 0TQ4J5X9K2A'],
    [11, 'client', 'QUIT'],
    [1, 'server', '221 2.0.0 Bye'],
  ]
}

function outboundSteps(trouble: boolean): Step[] {
  const hello: Step[] = [
    [41, 'note', 'Connected to smtp.provider.example [203.0.113.25], port 587'],
    [112, 'server', '220 smtp.provider.example ESMTP ready'],
    [1, 'client', 'EHLO relay.office.test'],
    [
      38,
      'server',
      '250-smtp.provider.example\n250-SIZE 37748736\n250-PIPELINING\n250-STARTTLS\n250 8BITMIME',
    ],
    [1, 'client', 'STARTTLS'],
    [36, 'server', '220 2.0.0 SMTP server ready'],
    [92, 'tls', 'TLSv1.3, TLS_AES_256_GCM_SHA384, certificate verified'],
    [1, 'client', 'EHLO relay.office.test'],
    [
      37,
      'server',
      '250-smtp.provider.example\n250-SIZE 37748736\n250-PIPELINING\n250-AUTH LOGIN PLAIN\n250 8BITMIME',
    ],
    [2, 'client', 'AUTH PLAIN •••'],
  ]
  if (trouble)
    return [
      ...hello,
      [
        5_210,
        'server',
        '535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [FR4P281CA0123]',
      ],
      [1, 'client', 'QUIT'],
      [36, 'server', '221 2.0.0 Service closing transmission channel'],
    ]
  return [
    ...hello,
    [240, 'server', '235 2.7.0 Authentication successful'],
    [1, 'client', 'MAIL FROM:<invoices@office.test> SIZE=18211'],
    [44, 'server', '250 2.1.0 Sender OK'],
    [1, 'client', 'RCPT TO:<tom@gmail.example>'],
    [61, 'server', '250 2.1.5 Recipient OK'],
    [1, 'client', 'DATA'],
    [39, 'server', '354 Start mail input; end with <CRLF>.<CRLF>'],
    [1_310, 'data', 'message, 18227 octets'],
    [402, 'server', '250 2.0.0 OK: queued as 4XyZ81c0q2z9'],
  ]
}
