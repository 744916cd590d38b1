/** Messages of an invented office, each made from its number alone, so that a million cost nothing until shown. */
import { encodeId } from '../../../shared/domain/id.ts'
import type { MessageRow, MessageState } from '../../../shared/domain/message.ts'
import type { Reply } from '../../../shared/domain/reply.ts'

interface Mail {
  readonly sender: string
  readonly recipients: readonly string[]
  readonly subject: string
  readonly account: string | null
}

/** What the office writes, over and over. A prime number of them, so that states fall on each. */
const MAIL: readonly Mail[] = [
  mail('scanner@office.test', 'accounting@office.test', 'Scan from MFP-2 (14 pages)', 'scanner'),
  mail('invoices@office.test', 'orders@supplier.example', 'Order 2026-0318: two desks, one lamp'),
  mail('anna.lindqvist@office.test', 'tom@gmail.example', 'Re: Meeting on Thursday'),
  mail(
    'practice@office.test',
    'jonas@gmail.example',
    'Appointment reminder for Monday 09:30',
    'practice-software',
  ),
  mail(
    'web@shop.office.test',
    'maria.gonzalez-hernandez@longcompanyname.example',
    'Your order has shipped',
    'webshop',
  ),
  mail(
    'invoices@office.test',
    'office@lawyers-and-partners.example',
    'Invoice 2026-1187, with the corrected delivery address',
  ),
  mail('backup@nas.office.test', 'alerts@office.test', 'Backup finished: 3 warnings', 'backup-nas'),
  mail('scanner@office.test', 'dr.weber@clinic.example', 'Scan from MFP-1 (2 pages)', 'scanner'),
  mail(
    'anna.lindqvist@office.test',
    'buero@moebel-krause.example',
    'Angebot für die Büromöbel – überarbeitete Fassung',
  ),
  mail('monitoring@office.test', 'alerts@pager.example', 'Disk 2 of NAS is 91 % full'),
  mail('', 'invoices@office.test', 'Not delivered: Invoice 2026-1102'),
  mail('practice@office.test', 'k.schulz@gmail.example', 'Your prescription is ready', 'practice-software'),
  mail('jon.berg@office.test', 'office@lawyers-and-partners.example', 'Contract, signed'),
]
/** Who else gets what goes to many. */
const COPIES = ['accounting@office.test', 'jon.berg@office.test', 'orders@supplier.example']

function mail(sender: string, recipient: string, subject: string, account: string | null = null): Mail {
  return { sender, recipients: [recipient], subject, account }
}

/** Who gave every last reply. */
export const SAMPLE_HOST = 'smtp.provider.example [203.0.113.25]'

const REPLIES = {
  delivered: { code: 250, enhanced: '2.0.0', text: 'OK: queued as 4XyZ81c0q2z9' },
  greylisted: { code: 451, enhanced: '4.7.1', text: 'Greylisted, please try again in 5 minutes' },
  refused: {
    code: null,
    enhanced: '4.4.1',
    text: '203.0.113.25:587 refused the connection: nothing listens there, or a firewall blocks it.',
  },
  signIn: {
    code: 535,
    enhanced: '5.7.139',
    text: 'Authentication unsuccessful, basic authentication is disabled. Contact your administrator. [FR4P281CA0123.DEUP281.PROD.OUTLOOK.EXAMPLE]',
  },
  unknown: {
    code: 550,
    enhanced: '5.1.1',
    text: 'The email account that you tried to reach does not exist.',
  },
  full: { code: 552, enhanced: '5.2.2', text: 'Mailbox full' },
} satisfies Record<string, Reply>

const MINUTE = 60_000
const KEYS_PER_MS = 4_096
const ID_EPOCH = Date.UTC(2024, 0, 1)

/** The message that came `index` places before the newest one, at `base` milliseconds since 1970. */
export function sampleMessage(index: number, base: number): MessageRow {
  const state = sampleState(index)
  const { sender, recipients, subject, account } = pick(MAIL, index)
  const local = recipients.every((address) => address.endsWith('@office.test'))
  const receivedAt = base - 40_000 - index * 97_000 - (index % 7) * 11_000
  const open = state === 'queued' || state === 'active' || state === 'deferred' || state === 'held'
  const many = index % 11 === 3
  const recipientCount = many ? 4 + (index % 9) : 1
  return {
    id: encodeId((receivedAt - ID_EPOCH) * KEYS_PER_MS + (index % KEYS_PER_MS)),
    state,
    sender,
    recipients: many ? [...recipients, ...COPIES].slice(0, 3) : [...recipients],
    recipientCount,
    openCount: open ? recipientCount : 0,
    subject,
    size: 1_800 + ((index * 48_271) % 900_000),
    account,
    client: `192.168.10.${20 + (index % 40)}`,
    listener: index % 2 === 0 ? 'lan' : 'local',
    receivedAt,
    nextAttemptAt:
      state === 'deferred' ? base + (2 + (index % 25)) * MINUTE : state === 'queued' ? base : null,
    attempts: state === 'queued' || state === 'held' ? 0 : state === 'deferred' ? 1 + (index % 6) : 1,
    route: state === 'held' ? null : local && state === 'delivered' ? 'mailboxes' : 'provider',
    lastReply: sampleReply(state, index),
    pending: null,
  }
}

/** Cheap on its own, because counting a million rows needs nothing else. */
export function sampleState(index: number): MessageState {
  if (index === 0) return 'active'
  if (index < 3) return 'queued'
  if (index % 9 === 4) return 'deferred'
  if (index % 31 === 6) return 'held'
  if (index % 23 === 11) return 'failed'
  if (index % 97 === 50) return 'cancelled'
  return 'delivered'
}

function sampleReply(state: MessageState, index: number): Reply | null {
  if (state === 'delivered') return REPLIES.delivered
  if (state === 'deferred') return pick([REPLIES.greylisted, REPLIES.signIn, REPLIES.refused], index)
  if (state === 'failed') return pick([REPLIES.unknown, REPLIES.full], index)
  return null
}

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length]
  if (item === undefined) throw new RangeError('the list is empty')
  return item
}
