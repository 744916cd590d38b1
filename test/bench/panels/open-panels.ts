/** A program with a full queue, and its window in a browser of this machine. */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright'
import { findBrowser } from '../../../scripts/test/find-browser.ts'
import type { ConfigInput } from '../../../shared/domain/config.ts'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { BUILT_PROGRAM } from '../mailroom-server.ts'
import { sendLargeMessages } from './large-messages.ts'
import { seedQueue } from './seed-queue.ts'

export interface OpenPanels {
  readonly page: Page
  readonly mailroom: MailroomProcess
  close(): Promise<void>
}

/** The route leads nowhere and nothing is due within the hour, so that only the panels work. */
const CONFIG: ConfigInput = {
  hostname: 'relay.test',
  console: { port: 0 },
  retry: { delayNoticeAfter: '30d', expireAfter: '30d' },
  listeners: [{ name: 'lan', host: '127.0.0.1', port: 0, trustedNetworks: ['127.0.0.0/8'] }],
  routes: [
    { name: 'provider', kind: 'smarthost', host: '127.0.0.1', port: 9, tls: 'never' },
    { name: 'sandbox', kind: 'capture' },
  ],
  rules: [
    { name: 'large', match: { senders: ['large@*'] }, action: { kind: 'hold' } },
    { name: 'load', match: { senders: ['bench@*'] }, action: { kind: 'route', route: 'sandbox' } },
    { name: 'rest', match: {}, action: { kind: 'route', route: 'provider' } },
  ],
}

/** `folder` is kept, and used as it is where it was filled before. null where no browser is installed. */
export async function openPanels(messages: number, folder: string | null): Promise<OpenPanels | null> {
  const executablePath = await findBrowser()
  if (executablePath === undefined) return null
  const data = folder ?? (await mkdtemp(join(tmpdir(), 'mailroom-panels-')))
  if (!existsSync(join(data, 'mailroom.sqlite'))) await fill(data, messages)
  const mailroom = await MailroomProcess.start({ data, program: BUILT_PROGRAM })
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath, args })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${mailroom.ready.console}#token=${mailroom.ready.token}`)
  await page.getByRole('navigation', { name: 'Panels' }).waitFor()
  return {
    page,
    mailroom,
    async close() {
      await browser.close()
      await mailroom.stop()
      if (folder === null) await rm(data, { recursive: true, force: true })
    },
  }
}

async function fill(data: string, messages: number): Promise<void> {
  process.stderr.write(`panels: seeding ${messages} messages\n`)
  await mkdir(data, { recursive: true })
  // A first life makes the database, a second one takes what has to be taken as mail.
  await (await MailroomProcess.start({ data, config: CONFIG, program: BUILT_PROGRAM })).stop()
  seedQueue({ folder: data, messages, now: Date.now() })
  const mailroom = await MailroomProcess.start({ data, program: BUILT_PROGRAM })
  await sendLargeMessages(mailroom.port())
  await mailroom.stop()
}
