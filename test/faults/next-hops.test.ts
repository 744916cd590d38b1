/** Next hops at their worst, all at once: mail waits with the right words, others go on, and nothing is lost or doubled. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ConfigInput } from '../../shared/domain/config.ts'
import type { MessageDetail } from '../../shared/domain/message.ts'
import {
  type Answer,
  DROP,
  HANG,
  type PeerScript,
  ScriptedSmtpPeer,
  type Step,
} from '../support/scripted-smtp-peer.ts'
import { sendMail } from '../support/send-mail.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { TestAuthority, type TestCertificate } from '../support/test-certificate.ts'
import { waitFor } from '../support/wait-for.ts'
import { faultRounds } from './support/fault-rounds.ts'
import { TornMailroom } from './support/torn-mailroom.ts'

/** Messages to each next hop. */
const MESSAGES = faultRounds({ short: 2, long: 25 })
const DAY = 86_400_000
const LONG_LINE = 'x'.repeat(64 * 1024)
const BINARY = '\x00\xff\x16\x03\x01\x80\x00\x1b[2J\r\n'

interface Fault {
  readonly name: string
  /** What it says while it is at its worst; undefined: the ordinary. */
  readonly answer?: (step: Step) => Answer | undefined
  /** Offers TLS with this certificate, and the route requires it. */
  readonly certificate?: 'good' | 'expired' | 'other-name' | 'unknown'
  /** The words that stand in the queue; null: the attempt goes on, and that is how it is shown. */
  readonly words: RegExp | null
  /** The next hop has the message, and Mailroom cannot know. */
  readonly maybeTwice?: true
}

const at = (verb: string, answer: Answer) => (step: Step) => (step.verb === verb ? answer : undefined)
const half = (octets: string): Answer => ({ kind: 'raw', octets, afterwards: 'drop' })
const TRICKLE: Answer = { kind: 'raw', octets: '250-x\r\n', afterwards: 'trickle' }
const MAYBE = /may get it twice/

const FAULTS: readonly Fault[] = [
  { name: 'no-greeting', answer: at('GREETING', HANG), words: null },
  { name: 'hangs-at-mail', answer: at('MAIL', HANG), words: null },
  { name: 'hangs-in-data', answer: at('BLOCK', HANG), words: null },
  { name: 'hangs-after-data', answer: at('CONTENT', HANG), words: null, maybeTwice: true },
  { name: 'trickles-at-rcpt', answer: at('RCPT', TRICKLE), words: null },
  { name: 'drops-at-once', answer: at('GREETING', DROP), words: /closed the connection before its greeting/ },
  { name: 'drops-at-rcpt', answer: at('RCPT', DROP), words: /closed the connection/ },
  { name: 'drops-in-data', answer: at('BLOCK', DROP), words: /closed the connection/ },
  { name: 'drops-after-data', answer: at('CONTENT', DROP), words: MAYBE, maybeTwice: true },
  { name: 'half-a-greeting', answer: at('GREETING', half('220 pe')), words: /closed the connection|220 pe/ },
  { name: 'half-a-line', answer: at('CONTENT', half('25')), words: MAYBE, maybeTwice: true },
  {
    name: 'half-a-reply',
    answer: at('EHLO', half('250-peer.test\r\n250-SI')),
    words: /closed the connection/,
  },
  {
    name: 'speaks-http',
    answer: at('GREETING', 'HTTP/1.1 400 Bad Request'),
    words: /in place of a greeting it said “HTTP\/1\.1 400/,
  },
  { name: 'binary-greeting', answer: at('GREETING', half(BINARY)), words: /does not speak SMTP/ },
  {
    name: 'garbage-at-mail',
    answer: at('MAIL', 'what?'),
    words: /answered after MAIL with what is no reply of SMTP: “what\?”/,
  },
  {
    name: 'garbage-after-data',
    answer: at('CONTENT', BINARY),
    words: /no reply of SMTP.*may get it twice/,
    maybeTwice: true,
  },
  { name: 'long-line', answer: at('MAIL', `451 ${LONG_LINE}`), words: /^x{1000}$/ },
  { name: 'long-reply', answer: at('RCPT', `${`450-${LONG_LINE}\r\n`.repeat(8)}450 x`), words: /^x{1000}$/ },
  {
    name: 'long-greeting',
    answer: at('GREETING', half(LONG_LINE)),
    words: /closed the connection before its greeting/,
  },
  {
    name: 'refuses-starttls',
    answer: at('STARTTLS', '454 4.7.0 No'),
    certificate: 'good',
    words: /does not start TLS, and the route requires it/,
  },
  {
    name: 'drops-in-handshake',
    answer: at('HANDSHAKE', DROP),
    certificate: 'good',
    words: /TLS handshake with .* failed: it closed the connection/,
  },
  {
    name: 'garbage-handshake',
    answer: at('HANDSHAKE', 'no TLS\r\n'),
    certificate: 'good',
    words: /TLS handshake with .* failed: what it answered is not TLS/,
  },
  { name: 'expired', certificate: 'expired', words: /certificate of localhost has expired/ },
  { name: 'other-name', certificate: 'other-name', words: /certificate of localhost is for other\.test/ },
  { name: 'unknown-authority', certificate: 'unknown', words: /does not trust|private authority/ },
]

type RouteInput = NonNullable<ConfigInput['routes']>[number]
type Certificates = Readonly<Record<NonNullable<Fault['certificate']>, TestCertificate>>

interface Authority {
  readonly certificates: Certificates
  /** Of the authority that Mailroom is told to trust. */
  readonly file: string
}

async function makeAuthority(): Promise<Authority> {
  const authority = await TestAuthority.create()
  const names = ['localhost', '127.0.0.1']
  const times = { notBefore: new Date(Date.now() - 9 * DAY), notAfter: new Date(Date.now() - DAY) }
  const certificates = {
    good: await authority.issue({ names }),
    expired: await authority.issue({ names, ...times }),
    'other-name': await authority.issue({ names: ['other.test'] }),
    unknown: await (await TestAuthority.create()).issue({ names }),
  }
  const file = join(await temporaryFolder(), 'authority.pem')
  await writeFile(file, authority.pem)
  return { certificates, file }
}

test(`${FAULTS.length} next hops at their worst: mail waits with their words, others go on, and all arrives once they are well`, async () => {
  const authority = await makeAuthority()
  const hops = await Promise.all(FAULTS.map((fault) => Hop.start(fault, authority.certificates)))
  const well = await ScriptedSmtpPeer.start()
  const mailroom = await TornMailroom.start({
    env: { SSL_CERT_FILE: authority.file },
    config: {
      retry: { schedule: ['1d'] },
      routes: [...hops.map((hop) => hop.route()), { ...PLAIN, name: 'well', port: well.port }],
      rules: [...hops.map(({ fault }) => fault.name), 'well'].map((name) => ({
        name,
        match: { recipientDomains: [`${name}.test`] },
        action: { kind: 'route', route: name },
      })),
    },
  })
  for (let number = 1; number <= MESSAGES; number++)
    for (const { fault } of hops) await send(mailroom, fault.name, number)
  for (const hop of hops) await hop.seenIn(mailroom)

  // All of them are at their worst now, and those that hang hold their connections.
  for (let number = 1; number <= MESSAGES; number++) await send(mailroom, 'well', number)
  await waitFor('mail on the route that is well', () => well.messages.length === MESSAGES)

  for (const hop of hops) hop.recover()
  await mailroom.settle()
  const states = await Promise.all(hops.map(({ fault }) => statesOf(mailroom, fault.name)))
  expect(states).toEqual(hops.map(() => Array(MESSAGES).fill('delivered')))
  expect(hops.flatMap((hop) => hop.faultyArrivals())).toEqual([])
})

const PLAIN = {
  kind: 'smarthost',
  host: 'localhost',
  tls: 'never',
  // What a circuit does is another test's: here every attempt shall be made.
  circuit: { failures: 1_000 },
} as const

class Hop {
  readonly fault: Fault
  readonly #peer: ScriptedSmtpPeer
  readonly #condition: { isWell: boolean }

  private constructor(fault: Fault, peer: ScriptedSmtpPeer, condition: { isWell: boolean }) {
    this.fault = fault
    this.#peer = peer
    this.#condition = condition
  }

  static async start(fault: Fault, certificates: Certificates): Promise<Hop> {
    const condition = { isWell: false }
    const { certificate } = fault
    const answer = (step: Step) => (condition.isWell ? undefined : fault.answer?.(step))
    const inTheClear: PeerScript = { host: 'localhost', answer }
    const script: PeerScript =
      certificate === undefined
        ? inTheClear
        : {
            ...inTheClear,
            get tls() {
              return certificates[condition.isWell ? 'good' : certificate]
            },
          }
    return new Hop(fault, await ScriptedSmtpPeer.start(script), condition)
  }

  route(): RouteInput {
    const { name, certificate } = this.fault
    return { ...PLAIN, name, port: this.#peer.port, tls: certificate ? 'required' : 'never' }
  }

  /** Every message has met the fault, and the queue says so. */
  async seenIn(mailroom: TornMailroom): Promise<void> {
    const { name, words } = this.fault
    await waitFor(`${name} in the queue`, async () => {
      const messages = await mailroom.messagesTo(`*@${name}.test`)
      return messages.length === MESSAGES && messages.every((message) => isAsSaid(message, words))
    }).catch(async (error: unknown) => {
      const [message] = await mailroom.messagesTo(`*@${name}.test`)
      throw new Error(`${String(error)}: ${JSON.stringify(message?.recipients)}`)
    })
  }

  recover(): void {
    this.#condition.isWell = true
    this.#peer.dropAll()
  }

  /** Messages that arrived in another number than they may. */
  faultyArrivals(): string[] {
    const { name, maybeTwice } = this.fault
    const counts = new Map<string, number>()
    for (const { rcpts } of this.#peer.messages)
      counts.set(rcpts[0] ?? '', (counts.get(rcpts[0] ?? '') ?? 0) + 1)
    const most = maybeTwice ? 2 : 1
    const wrong = [...counts]
      .filter(([, count]) => count > most)
      .map(([rcpt, count]) => `${name}: ${rcpt} ${count}`)
    return counts.size === MESSAGES ? wrong : [...wrong, `${name}: only ${counts.size} arrived`]
  }
}

function isAsSaid({ recipients: [recipient] }: MessageDetail, words: RegExp | null): boolean {
  if (words === null) return recipient?.state === 'active' || recipient?.state === 'queued'
  return recipient?.state === 'deferred' && words.test(recipient.lastReply?.text ?? '')
}

async function send(mailroom: TornMailroom, name: string, number: number): Promise<void> {
  await sendMail(mailroom.port, { to: `r${number}@${name}.test`, subject: `${name} ${number}` })
}

async function statesOf(mailroom: TornMailroom, name: string): Promise<(string | undefined)[]> {
  const messages = await mailroom.messagesTo(`*@${name}.test`)
  return messages.map(({ recipients: [recipient] }) => recipient?.state)
}
