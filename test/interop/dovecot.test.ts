import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConfigInput } from '../../shared/domain/config.ts'
import { canRunDovecot, Dovecot } from '../support/dovecot.ts'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { waitFor } from '../support/wait-for.ts'

interface Detail {
  readonly recipients: readonly {
    readonly address: string
    readonly state: string
    readonly lastReply: { readonly code: number; readonly enhanced: string; readonly text: string } | null
  }[]
}

const TRICKY = ['.', '..dots', 'Grüße aus Zürich', `${'long '.repeat(150)}`, 'end'].join('\r\n')

async function send(relay: MailroomProcess, to: readonly string[], subject: string, text = TRICKY) {
  const transport = createTransport({ host: '127.0.0.1', port: relay.port(), secure: false, ignoreTLS: true })
  const raw = `From: scan@office.test\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}\r\n`
  await transport.sendMail({ envelope: { from: 'scan@office.test', to: [...to] }, raw })
  transport.close()
}

async function recipientsOf(relay: MailroomProcess, subject: string): Promise<Detail['recipients']> {
  const { rows } = await relay.call<{ rows: { id: string; subject: string }[] }>('POST', '/queue/search', {})
  const id = rows.find((row) => row.subject === subject)?.id
  return id === undefined
    ? []
    : JSON.parse((await relay.cli('queue', 'show', id, '--json')).stdout).recipients
}

type RouteInput = NonNullable<ConfigInput['routes']>[number]

function config(route: RouteInput, localMail: NonNullable<ConfigInput['localMail']> = {}): ConfigInput {
  return {
    hostname: 'relay.office.test',
    console: { port: 0 },
    localDomains: ['office.test'],
    localMail,
    listeners: [{ name: 'lan', port: 0, trustedNetworks: ['127.0.0.0/8'] }],
    routes: [route],
    rules: [{ name: 'all', action: { kind: 'route', route: 'boxes' } }],
  }
}

describe.skipIf(!canRunDovecot())('Dovecot', () => {
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await Dovecot.start({ 'ann@office.test': null, 'full@office.test': 1, 'bob@office.test': 25 })
  })
  afterAll(async () => {
    await dovecot?.stop()
  })

  it('takes a message over LMTP with an answer for each recipient, content intact', {
    timeout: 60_000,
  }, async () => {
    const relay = await MailroomProcess.start({
      config: config({ name: 'boxes', kind: 'lmtp', host: '127.0.0.1', port: dovecot.port }),
    })
    try {
      await send(relay, ['ann@office.test', 'nobody@office.test', 'full@office.test'], 'over LMTP')
      const recipients = await waitFor('three fates', async () => {
        const all = await recipientsOf(relay, 'over LMTP')
        return all.length === 3 && all.every(({ lastReply }) => lastReply !== null) ? all : null
      })
      const fates = recipients.map(({ state, lastReply }) => [state, lastReply?.code, lastReply?.enhanced])
      expect(fates).toEqual([
        ['delivered', 250, '2.0.0'],
        ['bounced', 550, '5.1.1'],
        ['deferred', 452, '4.2.2'],
      ])
      const { stdout } = await dovecot.doveadm(
        'fetch',
        '-u',
        'ann@office.test',
        'text',
        'subject',
        'over LMTP',
      )
      const stored = stdout.replace(/\r/g, '')
      expect(stored).toContain('Return-Path: <scan@office.test>')
      expect(stored).toContain(`\n\n${TRICKY.replace(/\r/g, '')}\n`)
    } finally {
      await relay.stop()
    }
  })

  it('reads what Mailroom puts into a Maildir, with its quota', { timeout: 60_000 }, async () => {
    const mailboxes = [{ address: 'bob@office.test', quota: '25KiB' }]
    const relay = await MailroomProcess.start({
      config: config({ name: 'boxes', kind: 'maildir', path: dovecot.mailboxes }, { mailboxes }),
    })
    try {
      const text = 'x'.repeat(900).concat('\r\n').repeat(11)
      for (const subject of ['first', 'second', 'third'])
        await send(relay, ['bob+scans@office.test'], subject, text)
      const states = () =>
        Promise.all(
          ['first', 'second', 'third'].map(
            async (one) => (await recipientsOf(relay, one))[0]?.lastReply?.code,
          ),
        )
      await waitFor('one that does not fit', async () => (await states()).includes(452))
      await dovecot.takeOver()
      const found = await dovecot.doveadm('fetch', '-u', 'bob@office.test', 'hdr.subject', 'all')
      expect(found.stdout.match(/(first|second|third)/g)).toHaveLength(2)
      const quota = await dovecot.doveadm('-f', 'tab', 'quota', 'get', '-u', 'bob@office.test')
      // In KiB: used, limit.
      expect(quota.stdout).toMatch(/STORAGE\t(19|20|21)\t25\t/)
      expect(quota.stdout).toMatch(/MESSAGE\t2\t/)
    } finally {
      await relay.stop()
    }
  })
})
