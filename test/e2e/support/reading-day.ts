/** What a message is: is it who it says, what is attached to it, and one that comes as a file. In every host. */
import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { expect, type Locator, type Page, test } from '@playwright/test'
import dnsPacket from 'dns-packet'
import { createTransport } from 'nodemailer'
import { goTo } from './office-day.ts'
import { screenshot } from './screenshot.ts'
import { openSite, type Site } from './site.ts'
import type { WalkHost } from './walk.ts'

/** A client from outside, whose mail to the office is checked. */
const OUTSIDE = '127.0.0.6'

/** Every octet there is, several times, so that no coding may touch one; and a picture of one pixel. */
const OCTETS = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7 + (index >> 8)) & 255))
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

/** All mail stays, to be looked at. Names are asked for at a server of the test. */
export async function openReadingSite(): Promise<Site> {
  const zone = await openZone({
    'bank.test': 'v=spf1 ip4:127.0.0.6 -all',
    'forged.test': 'v=spf1 ip4:192.0.2.1 -all',
    '_dmarc.forged.test': 'v=DMARC1; p=none',
  })
  const site = await openSite({
    trustedNetworks: ['127.0.0.1/32'],
    config: () => ({
      dns: { servers: [zone.address] },
      localDomains: ['office.test'],
      rules: [{ name: 'Everything', match: {}, action: { kind: 'hold', reason: 'Kept to be read' } }],
    }),
  })
  return {
    ...site,
    async close() {
      zone.close()
      await site.close()
    },
  }
}

export async function readingDay(site: Site, { page, name, saved }: WalkHost): Promise<void> {
  await test.step('is it who it says', () => authentication(site, page, name))
  await test.step('what is attached is saved octet by octet', () => attachments(site, page, name, saved))
  await test.step('a message file that is dropped is read and put into the queue', () => drop(page, name))
}

async function authentication(site: Site, page: Page, name: string): Promise<void> {
  await sendFromOutside(site, 'news@bank.test', 'Your statement')
  await sendFromOutside(site, 'news@forged.test', 'You have won')
  const tab = await headersOf(page, 'Your statement')
  const results = part(tab, 'Is it who it says?')
  await expect(results).toContainText('SPF pass')
  await expect(results).toContainText('The server that sent it may send for the domain of the sender.')
  await expect(results).toContainText('DKIM none')
  await expect(results).toContainText('Checked by this Mailroom when the message came in.')
  await headersOf(page, 'You have won')
  await expect(results).toContainText('SPF fail')
  await expect(results).toContainText('DMARC fail')
  await expect(results).toContainText('it may be forged')
  await screenshot(page, `${name}-authentication`)
}

/** What stands under a heading. */
function part(place: Locator, title: string): Locator {
  return place.locator('section').filter({ has: place.page().getByRole('heading', { name: title }) })
}

async function headersOf(page: Page, subject: string) {
  await goTo(page, 'Queue')
  await page.getByRole('row', { name: new RegExp(subject) }).click()
  const inspector = page.getByRole('complementary', { name: 'Message' })
  await expect(inspector.getByRole('heading', { name: subject })).toBeVisible()
  await inspector.getByRole('tab', { name: 'Headers' }).click()
  return inspector
}

async function attachments(site: Site, page: Page, name: string, saved: WalkHost['saved']): Promise<void> {
  await send(site, {
    from: 'scanner@office.test',
    subject: 'Scan with attachments',
    attachments: [
      { filename: 'Übersicht März.bin', content: OCTETS, contentType: 'application/octet-stream' },
      { filename: 'pixel.png', content: PICTURE, contentType: 'image/png' },
    ],
  })
  await page.getByRole('row', { name: /Scan with attachments/ }).click()
  const inspector = page.getByRole('complementary', { name: 'Message' })
  await inspector.getByRole('tab', { name: 'Message' }).click()
  await expect(inspector.getByText('68.4 KiB · application/octet-stream')).toBeVisible()
  const file = await saved(() => inspector.getByRole('button', { name: 'Save Übersicht März.bin' }).click())
  expect(file.name).toBe('Übersicht März.bin')
  expect(digest(await readFile(file.path))).toBe(digest(OCTETS))
  await inspector.getByRole('button', { name: 'Show pixel.png' }).click()
  await expect(inspector.getByRole('img', { name: 'pixel.png' })).toHaveJSProperty('naturalWidth', 1)
  await screenshot(page, `${name}-attachments`)
  const picture = await saved(() => inspector.getByRole('button', { name: 'Save pixel.png' }).click())
  expect(digest(await readFile(picture.path))).toBe(digest(PICTURE))
}

const DROPPED = [
  'From: Anna <anna@office.test>',
  'To: omar@customer.test, lea@supplier.test',
  'Subject: Dropped by hand',
  'Date: Sun, 22 Nov 2026 10:00:00 +0000',
  '',
  'As it was written.',
  '',
].join('\r\n')

async function drop(page: Page, name: string): Promise<void> {
  const files = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'kept.eml', { type: 'message/rfc822' }))
    return transfer
  }, DROPPED)
  await page.dispatchEvent('main', 'dragover', { dataTransfer: files })
  await expect(page.getByText('Drop a message to read it')).toBeVisible()
  await screenshot(page, `${name}-drop`)
  await page.dispatchEvent('main', 'drop', { dataTransfer: files })
  const dialog = page.getByRole('dialog', { name: 'Dropped by hand' })
  await expect(dialog).toContainText('As it was written.')
  await screenshot(page, `${name}-opened-file`)
  await dialog.getByRole('button', { name: 'Put into the queue…' }).click()
  await expect(dialog.getByLabel('Sender', { exact: true })).toHaveValue('anna@office.test')
  await expect(dialog).toContainText('lea@supplier.test')
  await dialog.getByRole('button', { name: 'Put into the queue', exact: true }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Show it' }).click()
  const inspector = page.getByRole('complementary', { name: 'Message' })
  await expect(inspector.getByRole('heading', { name: 'Dropped by hand' })).toBeVisible()
  await expect(page.getByRole('row', { name: /Dropped by hand, Held$/ })).toBeVisible()
  for (const recipient of ['omar@customer.test', 'lea@supplier.test'])
    await expect(inspector.getByText(recipient).first()).toBeVisible()
}

function sendFromOutside(site: Site, from: string, subject: string): Promise<void> {
  return send(site, { from, subject, localAddress: OUTSIDE })
}

interface Mail {
  readonly from: string
  readonly subject: string
  readonly localAddress?: string
  readonly attachments?: { filename: string; content: Buffer; contentType: string }[]
}

async function send(site: Site, { localAddress, ...mail }: Mail): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: site.listenerPort,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    ...(localAddress !== undefined && { localAddress }),
  })
  await transport.sendMail({ ...mail, to: 'anna@office.test', text: 'Good day.' })
  transport.close()
}

/** A DNS server that has these texts and nothing else. */
async function openZone(texts: Readonly<Record<string, string>>) {
  const socket = createSocket('udp4')
  socket.on('message', (packet, { port, address }) => {
    const { id, questions = [] } = dnsPacket.decode(packet)
    const [question] = questions
    const text = question === undefined ? undefined : texts[question.name.toLowerCase()]
    const isText = question?.type === 'TXT' && text !== undefined
    const answers = isText ? [{ type: 'TXT' as const, name: question.name, ttl: 60, data: text }] : []
    // RFC 1035 §4.1.1: 3 says that there is no such name.
    const flags = dnsPacket.RECURSION_AVAILABLE | (text === undefined ? 3 : 0)
    socket.send(dnsPacket.encode({ type: 'response', id: id ?? 0, flags, questions, answers }), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() }
}

const digest = (octets: Buffer) => createHash('sha256').update(octets).digest('hex')
