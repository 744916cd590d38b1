/** Mailroom said no to a device: what made it, and what to change. Pure. */
import type { SessionLine, SessionRow } from '../domain/session.ts'
import { type Phrase, phrase } from '../text/say.ts'
import {
  type DeviceExpectation,
  type Diagnosis,
  type DiagnosisKind,
  type Finding,
  finding,
} from './diagnose.ts'

export function refusalDiagnosis(
  expected: DeviceExpectation,
  session: SessionRow,
  lines: readonly SessionLine[],
): Finding | null {
  // Commands that follow a refusal (RCPT after a refused MAIL) break the protocol, and say nothing of why.
  const said =
    lines.findLast(({ cause }) => cause && cause.kind !== 'protocol') ?? lines.findLast(({ cause }) => cause)
  const cause = said?.cause ?? session.cause
  if (!cause) return null
  const reply = said?.text ?? session.problem
  switch (cause.kind) {
    case 'password':
      return wrongPassword(expected.username ?? cause.name ?? '', reply)
    case 'relaying':
      return relaying(expected, session, reply)
    case 'network':
    case 'account':
      return sender(expected, lines, reply)
    case 'listener':
      return listener(reply)
    case 'content':
      return /line|CR|LF/.test(reply ?? '') ? lineEnds(reply) : plain('content', reply)
    case 'protocol':
      return protocol(lines, reply)
    case 'rule':
      return refusedByRule(cause.name ?? '', reply)
    case 'lock':
    case 'limit':
    case 'blocked':
    case 'local-mail':
    case 'disk':
    case 'route':
      return plain(cause.kind, reply)
  }
}

type Plain = readonly [kind: DiagnosisKind, tone: Diagnosis['tone'], text: Phrase, advice: Phrase]

const UNABLE: Plain = [
  'other',
  'bad',
  phrase('Mailroom cannot take mail just now; nothing is wrong with the device.'),
  phrase('Look at the Overview for the reason.'),
]

/** Causes of which there is one thing to say. */
const PLAIN = {
  lock: [
    'locked',
    'bad',
    phrase('Too many wrong passwords: the sign-in is locked for a while.'),
    phrase('Mend the password in the device first, then release the lock in Accounts, Locked and blocked.'),
  ],
  limit: [
    'limit',
    'warn',
    phrase('A sending limit is reached.'),
    phrase(
      'The device tries again, and it goes on by itself; a higher limit is set at its account or network.',
    ),
  ],
  blocked: [
    'blocked',
    'bad',
    phrase('The address of the device is blocked here.'),
    phrase('Unblock it in Accounts, Blocked clients.'),
  ],
  'local-mail': [
    'recipient',
    'bad',
    phrase('The recipient is not known here.'),
    phrase('Look at the address that the device sends to, or at the mailboxes in Settings.'),
  ],
  content: [
    'other',
    'bad',
    phrase('Something in the message itself was refused.'),
    phrase('The reply says what.'),
  ],
  disk: UNABLE,
  route: UNABLE,
} as const satisfies Record<string, Plain>

function plain(cause: keyof typeof PLAIN, reply: string | null): Finding {
  const [kind, tone, text, advice] = PLAIN[cause]
  return finding(kind, tone, text, [advice], { reply })
}

function wrongPassword(name: string, reply: string | null): Finding {
  return finding(
    'wrong-password',
    'bad',
    phrase('User name or password is not right.'),
    [
      phrase('The user name must be exactly “{name}”, without a domain behind it.', { name }),
      phrase(
        'Type the password again; some panels cut long ones or change signs. A new one can be made in Accounts.',
      ),
    ],
    { reply },
  )
}

function refusedByRule(rule: string, reply: string | null): Finding {
  return finding(
    'rule',
    'bad',
    phrase('The relay rule “{rule}” refuses its mail.', { rule }),
    [phrase('Change the rule, or put one for this device before it.')],
    { reply },
  )
}

function relaying({ auth, username }: DeviceExpectation, session: SessionRow, reply: string | null): Finding {
  const here = phrase(
    'It came from {address}; only addresses that are named here may send without signing in.',
    { address: session.peerAddress },
  )
  return auth
    ? finding(
        'sign-in-needed',
        'bad',
        phrase('The device did not sign in.'),
        [
          phrase('On the device, switch SMTP authentication on, with user name “{name}” and its password.', {
            name: username ?? '',
          }),
          phrase('Some devices sign in only where TLS is on as well.'),
          here,
        ],
        { reply },
      )
    : finding(
        'relaying',
        'bad',
        phrase('The device is a stranger here: its address is not the one that was named.'),
        [
          here,
          phrase(
            'Change the address of its network in Accounts, Networks, or give the device the address that was named.',
          ),
        ],
        { reply },
      )
}

function sender(expected: DeviceExpectation, lines: readonly SessionLine[], reply: string | null): Finding {
  const mail = lines.findLast(({ kind, text }) => kind === 'client' && /^MAIL FROM:/i.test(text))?.text ?? ''
  const used = /<([^>]*)>/.exec(mail)?.[1] ?? ''
  const differs = used !== '' && used.toLowerCase() !== expected.sender.toLowerCase()
  return finding(
    'sender',
    'bad',
    differs
      ? phrase('The device sends as {sender}, which it may not use here.', { sender: used })
      : phrase('The device may not send as this address, or not just now.'),
    [
      phrase('On the device, set its sender address to {sender}.', { sender: expected.sender }),
      ...(differs
        ? [phrase('Or allow it to send as {sender} as well.', { sender: used })]
        : [phrase('Look at the rights of its account or network in Accounts.')]),
    ],
    { reply, remedy: differs ? { kind: 'allow-sender', sender: used } : null },
  )
}

function listener(reply: string | null): Finding {
  const text = reply ?? ''
  if (/^538|TLS|STARTTLS|encrypt/i.test(text))
    return finding(
      'sign-in-without-tls',
      'bad',
      phrase('The device signs in without TLS, which is not allowed for it.'),
      [
        phrase('On the device, switch TLS (STARTTLS) on.'),
        phrase(
          'Where it has none, allow sign-in without TLS for its address; the password then crosses the network readable.',
        ),
      ],
      { reply, remedy: { kind: 'tolerate', tolerance: 'auth-in-clear' } },
    )
  if (/^(530|550 5\.7\.1)|sign in|authentic/i.test(text))
    return finding(
      'sign-in-needed',
      'bad',
      phrase('The device did not sign in.'),
      [phrase('On the device, switch SMTP authentication on.')],
      { reply },
    )
  if (/^552|larger/i.test(text))
    return finding(
      'too-large',
      'bad',
      phrase('The message is larger than is taken here.'),
      [phrase('Scan with a lower resolution, or raise the size of a message at the listener in Settings.')],
      { reply },
    )
  return finding('other', 'bad', phrase('The listener refused it.'), [phrase('The reply says why.')], {
    reply,
  })
}

function protocol(lines: readonly SessionLine[], reply: string | null): Finding {
  const tolerance = /"([a-z-]+)" in the device profile/.exec(
    lines.findLast(({ kind, text }) => kind === 'note' && text.includes('device profile'))?.text ?? '',
  )?.[1]
  if (tolerance === 'bare-line-ends') return lineEnds(reply)
  if (tolerance === 'any-hello' || tolerance === 'unbracketed-path' || tolerance === 'trailing-nul')
    return finding(
      'protocol',
      'bad',
      phrase('The device does not keep to the protocol in a way that old devices often do.'),
      [
        phrase('Allow it for its address, in the device profile of its network.'),
        phrase('Newer firmware may mend it.'),
      ],
      { reply, remedy: { kind: 'tolerate', tolerance } },
    )
  if (/^538|^530|TLS/i.test(reply ?? ''))
    return finding(
      'sign-in-without-tls',
      'bad',
      phrase('The device signs in without TLS, which is not allowed for it.'),
      [
        phrase('On the device, switch TLS (STARTTLS) on.'),
        phrase('Where it has none, allow sign-in without TLS for its address.'),
      ],
      { reply, remedy: { kind: 'tolerate', tolerance: 'auth-in-clear' } },
    )
  return finding(
    'protocol',
    'bad',
    phrase('The device said something that is no mail protocol.'),
    [phrase('Look at the port: another kind of service may be meant (IMAP, a web service).')],
    { reply },
  )
}

function lineEnds(reply: string | null): Finding {
  return finding(
    'line-ends',
    'bad',
    phrase('The device ends lines with LF or CR alone.'),
    [
      phrase(
        'Allow it for its address, in the device profile of its network: Mailroom then corrects the lines.',
      ),
      phrase('Newer firmware may mend it.'),
    ],
    { reply, remedy: { kind: 'tolerate', tolerance: 'bare-line-ends' } },
  )
}
