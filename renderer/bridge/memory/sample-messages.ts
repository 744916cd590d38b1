/** Messages of an invented office, each made from its number alone, so that a million cost nothing until shown. */
import { encodeId } from '../../../shared/domain/id.ts'
import type { MessageRow, MessageState } from '../../../shared/domain/message.ts'
import type { Reply } from '../../../shared/domain/reply.ts'

const SENDERS = [
  'scanner@office.test',
  'invoices@office.test',
  'web@shop.office.test',
  'anna.lindqvist@office.test',
  'backup@nas.office.test',
  'no-reply+reminders@practice-software.office.test',
  'monitoring@office.test',
  '',
]
const RECIPIENTS = [
  'accounting@office.test',
  'maria.gonzalez-hernandez@longcompanyname-international.example',
  'orders@supplier.example',
  'tom@gmail.example',
  'dr.weber@clinic.example',
  'office@lawyers-and-partners.example',
  'jonas@gmail.example',
  'alerts@pager.example',
]
const SUBJECTS = [
  'Scan from MFP-2 (14 pages)',
  'Invoice 2024-1187 for your records, with the corrected delivery address and the two positions that were missing',
  'Your order has shipped',
  'Re: Meeting on Thursday',
  'Backup finished: 3 warnings',
  'Appointment reminder for Monday 09:30',
  'Disk 2 of NAS is 91 % full',
  'Undelivered: Invoice 2024-1102',
  '',
  'Angebot für die Büromöbel – überarbeitete Fassung',
]
const REPLIES = {
  delivered: { code: 250, enhanced: '2.0.0', text: 'OK: queued as 4XyZ81c0q2z9' },
  greylisted: { code: 451, enhanced: '4.7.1', text: 'Greylisted, please try again in 5 minutes' },
  refused: { code: null, enhanced: null, text: 'connect ECONNREFUSED 203.0.113.25:587' },
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
  const receivedAt = base - 40_000 - index * 97_000 - (index % 7) * 11_000
  const open = state === 'queued' || state === 'active' || state === 'deferred' || state === 'held'
  const many = index % 11 === 3
  const recipientCount = many ? 4 + (index % 9) : 1
  return {
    id: encodeId((receivedAt - ID_EPOCH) * KEYS_PER_MS + (index % KEYS_PER_MS)),
    state,
    sender: pick(SENDERS, index * 5 + 1),
    recipients: many ? RECIPIENTS.slice(0, 3) : [pick(RECIPIENTS, index * 3 + (index >> 3))],
    recipientCount,
    openCount: open ? recipientCount : 0,
    subject: pick(SUBJECTS, index * 7 + (index >> 4)),
    size: 1_800 + ((index * 48_271) % 900_000),
    account: index % 3 === 0 ? 'scanner' : null,
    client: `192.168.10.${20 + (index % 40)}`,
    listener: index % 2 === 0 ? 'lan' : 'local',
    receivedAt,
    nextAttemptAt:
      state === 'deferred' ? base + (2 + (index % 25)) * MINUTE : state === 'queued' ? base : null,
    attempts: state === 'queued' || state === 'held' ? 0 : state === 'deferred' ? 1 + (index % 6) : 1,
    route: state === 'held' ? null : index % 5 === 0 ? 'mailboxes' : 'provider',
    lastReply: sampleReply(state, index),
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
  if (state === 'deferred') return pick([REPLIES.greylisted, REPLIES.refused, REPLIES.signIn], index)
  if (state === 'failed') return pick([REPLIES.unknown, REPLIES.full], index)
  return null
}

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length]
  if (item === undefined) throw new RangeError('the list is empty')
  return item
}
