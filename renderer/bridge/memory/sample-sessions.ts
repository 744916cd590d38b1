/** Sessions of the invented office, made from their number like the messages. */
import { encodeId } from '../../../shared/domain/id.ts'
import type { SessionLine, SessionRow } from '../../../shared/domain/session.ts'

const ID_EPOCH = Date.UTC(2024, 0, 1)
const CLIENTS = ['mfp-2.office.test', 'nas', 'ws-reception', 'practice-server.office.test']

export interface SampleSession {
  readonly row: SessionRow
  readonly lines: readonly SessionLine[]
}

type Step = readonly [delayMs: number, kind: SessionLine['kind'], text: string]

export function sampleSession(index: number, base: number, messageIds: readonly string[]): SampleSession {
  const startedAt = base - 3_000 - index * 41_000
  const outbound = index % 2 === 1
  const trouble = index % 5 === 3
  const steps = outbound ? outboundSteps(trouble) : inboundSteps(index, trouble)
  const lines = toLines(steps, startedAt)
  const open = index === 0
  return {
    lines,
    row: {
      id: encodeId((startedAt - ID_EPOCH) * 4096 + index),
      direction: outbound ? 'outbound' : 'inbound',
      outcome: open ? 'open' : trouble ? (outbound ? 'failed' : 'refused') : 'completed',
      startedAt,
      endedAt: open ? null : (lines.at(-1)?.at ?? startedAt),
      via: outbound ? 'provider' : index % 4 === 0 ? 'lan' : 'local',
      peerAddress: outbound ? '203.0.113.25' : `192.168.10.${20 + (index % 40)}`,
      peerPort: outbound ? 587 : 40_000 + index * 7,
      peerName: outbound ? 'smtp.provider.example' : (CLIENTS[index % CLIENTS.length] ?? null),
      tls:
        trouble && outbound
          ? null
          : { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', verified: outbound },
      account: outbound ? null : index % 4 === 0 ? 'scanner' : null,
      network: !outbound && index % 6 === 2 ? 'Copiers' : null,
      tolerated: !outbound && index % 6 === 2 ? ['any-hello', 'bare-line-ends'] : [],
      messageIds: trouble ? [] : [...messageIds],
      lineCount: lines.length,
      cause: null,
      problem: trouble
        ? outbound
          ? 'The sign-in was refused: 535 5.7.139 Authentication unsuccessful'
          : '550 5.7.1 Relaying denied: sign in, or ask for this address to be trusted'
        : null,
    },
  }
}

function toLines(steps: readonly Step[], startedAt: number): SessionLine[] {
  let at = startedAt
  return steps.map(([delay, kind, text], index) => {
    at += delay
    return { number: index + 1, at, kind, text }
  })
}

function inboundSteps(index: number, refused: boolean): Step[] {
  const name = CLIENTS[index % CLIENTS.length] ?? 'client'
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
    [64, 'tls', 'TLSv1.3 · TLS_AES_256_GCM_SHA384'],
    [12, 'client', `EHLO ${name}`],
    [
      1,
      'server',
      '250-relay.office.test greets you\n250-PIPELINING\n250-8BITMIME\n250-SIZE 52428800\n250 AUTH PLAIN LOGIN CRAM-MD5',
    ],
  ]
  if (refused)
    return [
      ...hello,
      [30, 'client', 'MAIL FROM:<test@elsewhere.example>'],
      [2, 'server', '250 2.1.0 Accepted'],
      [14, 'client', 'RCPT TO:<tom@gmail.example>'],
      [1, 'note', 'Refused: 192.168.99.7 is not in a trusted network of “local”, and nobody has signed in.'],
      [1, 'server', '550 5.7.1 Relaying denied: sign in, or ask for this address to be trusted'],
      [10, 'client', 'QUIT'],
      [1, 'server', '221 2.0.0 Bye'],
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
    [1_840, 'data', 'message, 48.2 KiB'],
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
    [92, 'tls', 'TLSv1.3 · TLS_AES_256_GCM_SHA384 · verified'],
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
    [1_310, 'data', 'message, 17.8 KiB'],
    [402, 'server', '250 2.0.0 OK: queued as 4XyZ81c0q2z9'],
  ]
}
