/** An office with a past, for looking at every panel: mail in each state, and values as long and odd as real ones. */
import { createTransport } from 'nodemailer'
import type { ConfigInput } from '../../../shared/domain/config.ts'
import { freePort } from '../../support/free-port.ts'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { waitFor } from '../../support/wait-for.ts'
import { openChoosyPeer } from './choosy-peer.ts'

export interface SeededOffice {
  readonly mailroom: MailroomProcess
  close(): Promise<void>
}

const LONG_HOST = 'smtp-relay.outbound-protection.very-long-department-name.provider-of-mail.example'
const LONG_ADDRESS =
  'maximiliane-charlotte.von-und-zu-hohenstein-buchhaltung@accounting.customer-group.example'

const MAIL: ReadonlyArray<{
  readonly to: readonly string[]
  readonly subject: string
  readonly from?: string
}> = [
  { to: ['anna@customer.example'], subject: 'Invoice 2026-0412' },
  { to: ['bernd@customer.example', 'carla@supplier.example'], subject: 'Scan from the second floor' },
  { to: ['gone@refused.example'], subject: 'Reminder' },
  { to: ['later@slow.example'], subject: 'A message that is asked to come back later' },
  { to: ['office@down.example'], subject: 'The next hop is down' },
  { to: ['big@held.example'], subject: 'Waits for a look' },
  { to: [LONG_ADDRESS], subject: 'Long '.repeat(60).trim(), from: LONG_ADDRESS },
  { to: ['dina@customer.example'], subject: '🎉 تقرير المبيعات الشهري — דוח מכירות 🧾' },
  {
    to: Array.from({ length: 30 }, (_, index) => `member-${index + 1}@down.example`),
    subject: 'To all thirty',
  },
  { to: ['nobody@customer.example'], subject: '' },
]

/** On an existing data folder, for a second life with another host; otherwise on one that goes with close(). */
export async function openSeededOffice(data?: string): Promise<SeededOffice> {
  const peer = await openChoosyPeer()
  const config = await configFor(peer.port)
  const mailroom = await MailroomProcess.start({ config, ...(data !== undefined && { data }) })
  for (const account of [
    { username: 'scanner', allowedSenders: ['scanner@office.test'], cramMd5: true },
    { username: 'practice-software-of-the-second-floor', allowedSenders: [LONG_ADDRESS, '*@office.test'] },
    { username: 'old-printer', disabled: true },
  ])
    await mailroom.call('POST', '/accounts', {
      disabled: false,
      cramMd5: false,
      allowedSenders: ['*'],
      ...account,
    })
  await submitAll(mailroom.port('local'))
  // The refused message also brings its bounce.
  await waitFor('every message to be tried', async () =>
    (await mailroom.queue()).every(({ state }) => state !== 'queued' && state !== 'active'),
  )
  return {
    mailroom,
    async close() {
      await mailroom.stop()
      await peer.close()
    },
  }
}

async function configFor(peerPort: number): Promise<ConfigInput> {
  const smarthost = { kind: 'smarthost' as const, host: '127.0.0.1', tls: 'never' as const }
  return {
    hostname: 'relay.office.test',
    console: { port: await freePort() },
    listeners: [
      { name: 'local', port: await freePort(), trustedNetworks: ['127.0.0.0/8'] },
      {
        name: 'scanners',
        port: peerPort,
        authInClear: true,
        trustedNetworks: ['127.0.0.0/8', '10.20.30.0/24'],
      },
      { name: 'smtps', port: await freePort(), tls: 'implicit', auth: 'required', enabled: false },
    ],
    routes: [
      { ...smarthost, name: 'provider', port: peerPort },
      { ...smarthost, name: 'backup-line', port: await freePort() },
      {
        kind: 'smarthost',
        name: 'department',
        host: LONG_HOST,
        auth: { kind: 'password', username: LONG_ADDRESS },
      },
      { kind: 'capture', name: 'sandbox' },
      { kind: 'mx', name: 'direct' },
    ],
    rules: [
      {
        name: 'Down',
        match: { recipientDomains: ['down.example'] },
        action: { kind: 'route', route: 'backup-line' },
      },
      {
        name: 'Large scans wait for a look before they leave the office',
        match: {
          recipientDomains: ['held.example', 'archive.held.example', 'very-long-domain-name.held.example'],
        },
        action: { kind: 'hold', reason: 'Somebody has to look at this first' },
      },
      {
        name: 'Old domain',
        enabled: false,
        match: { recipientDomains: ['old.example'] },
        action: { kind: 'reject', code: 550, text: 'This domain is gone; write to office.test' },
      },
      { name: 'Everything else', match: {}, action: { kind: 'route', route: 'provider' } },
    ],
  }
}

/** With styles of both kinds, which no policy allows as they stand. */
const HTML =
  '<html><head><style>p { color: #234 }</style></head><body><p style="margin: 0">See attached.</p></body></html>'

async function submitAll(port: number): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: 1,
    tls: { rejectUnauthorized: false },
  })
  for (const { to, subject, from = 'scanner@office.test' } of MAIL)
    await transport.sendMail({ from, to: [...to], subject, text: 'See attached.\n', html: HTML })
  transport.close()
}
