import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { expect, it, onTestFinished } from 'vitest'
import type { MessageDetail } from '../../shared/domain/message.ts'
import { freePort } from '../support/free-port.ts'
import { type MailroomProcess, PROGRAM } from '../support/mailroom-process.ts'
import { answers } from '../support/smtp-sink.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { bodyFiles, startOnDisk, statusOf } from './support/disk/disk-mailroom.ts'
import { offerMail, sendOnce, signOn } from './support/disk/offer-mail.ts'
import { SmallDisk } from './support/disk/small-disk.ts'
import { lookAtStore } from './support/store-snapshot.ts'

const FULL = /^452 4\.3\.1 /

it('while the disk is full mail is answered 452, nothing of it is kept, and it is taken again without a restart', async ({
  skip,
}) => {
  const disk = await requireDisk(skip)
  const mailroom = await startOnDisk(disk.path)
  const port = mailroom.port()
  expect((await sendOnce(port, { subject: 'before' })).code).toBe(250)
  expect((await sendOnce(port, { subject: 'before, large', octets: 300_000 })).code).toBe(250)

  await disk.fill()
  for (const octets of [500, 60_000, 300_000, 2_000_000])
    expect((await sendOnce(port, { subject: `full ${octets}`, octets })).raw).toMatch(FULL)
  await waitFor('words about the disk', async () => (await attentionOf(mailroom, 'disk-low')).length > 0)
  expect((await sendOnce(port, { subject: 'still full' })).raw).toMatch(FULL)

  await disk.makeRoom()
  await waitFor('mail to be taken again', async () => {
    const { code } = await sendOnce(port, { subject: 'after', octets: 300_000 })
    return code === 250
  })
  expect(await attentionOf(mailroom, 'disk-low')).toEqual([])
  await mailroom.kill()
  const { violations, open } = await lookAtStore(mailroom.data)
  expect(violations).toEqual([])
  expect([...open].sort()).toEqual(['after', 'before', 'before, large'])
  expect(await bodyFiles(mailroom.data)).toHaveLength(2)
})

it('a disk that fills up in the midst of a large message: 452, its octets are given back, the session goes on', async ({
  skip,
}) => {
  const disk = await requireDisk(skip)
  const mailroom = await startOnDisk(disk.path)
  const client = await signOn(mailroom.port())
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<b@far.test>', '250')
  await client.expect('DATA', '354')
  client.write(`Subject: large\r\n\r\n${'y'.repeat(70)}\r\n`)
  client.write(`${'x'.repeat(70)}\r\n`.repeat(20_000))
  await waitFor('its file', async () => (await bodyFiles(mailroom.data)).length > 0)
  await disk.fill(4 * 1024 * 1024)
  client.write(`${'x'.repeat(70)}\r\n`.repeat(200_000))
  expect((await client.send('.')).raw).toMatch(FULL)
  expect(await bodyFiles(mailroom.data)).toEqual([])

  await disk.makeRoom()
  await waitFor('the same session to be served', async () => {
    const { code } = await offerMail(client, { subject: 'after', octets: 300_000 })
    return code === 250
  })
  expect(await bodyFiles(mailroom.data)).toHaveLength(1)
})

it('what became of deliveries is written down once there is room: nothing is lost, nothing is tried twice', async ({
  skip,
}) => {
  const disk = await requireDisk(skip)
  const hop = await startHoldingHop()
  const mailroom = await startOnDisk(disk.path, {
    config: {
      routes: [{ name: 'up', kind: 'smarthost', host: '127.0.0.1', port: hop.port, tls: 'never' }],
      rules: [{ name: 'all', match: {}, action: { kind: 'route', route: 'up' } }],
    },
  })
  const fates = ['taken', 'later', 'never', 'taken-too']
  for (const fate of fates)
    await sendOnce(mailroom.port(), { subject: fate, recipient: `${fate}@far.test`, notify: 'NEVER' })
  await waitFor('all of them at the next hop', () => hop.seen.length === fates.length)
  await disk.fill()
  hop.answerAll()
  await waitFor('words about what cannot be stored', async () => {
    const { attention } = await statusOf(mailroom)
    return attention.some(({ kind }) => kind === 'storage' || kind === 'disk-low')
  })
  expect((await statusOf(mailroom)).counts.active).toBe(fates.length)
  await disk.makeRoom()
  await waitFor('everything to be written down', async () => (await statusOf(mailroom)).counts.active === 0)
  const done = await messagesOf(mailroom)
  const states = done.map(({ message: { subject }, recipients }) => [
    subject,
    recipients[0]?.state,
    recipients[0]?.attempts,
  ])
  expect(states.sort()).toEqual([
    ['later', 'deferred', 1],
    ['never', 'bounced', 1],
    ['taken', 'delivered', 1],
    ['taken-too', 'delivered', 1],
  ])
  expect([...hop.seen].sort()).toEqual([...fates].sort())
})

it('a disk that fills up during a backup: it fails in words, leaves nothing behind, and mail goes on', async ({
  skip,
}) => {
  const disk = await requireDisk(skip)
  const mailroom = await startOnDisk(disk.path)
  for (let number = 0; number < 8; number++) {
    const reply = await sendOnce(mailroom.port(), { subject: `large ${number}`, octets: 6_000_000 })
    expect(reply.code).toBe(250)
  }
  const backups = join(mailroom.data, 'backups')
  const names = () => readdir(backups).catch(() => [])
  const made = mailroom.cli('backup', 'create')
  await waitFor('the backup to have begun', async () => (await names()).length > 0)
  await disk.fill()
  const { code, stderr } = await made
  expect(stderr).toMatch(/^mailroom: No backup was made: .*full/)
  expect(code).toBe(69)
  expect(await names()).toEqual([])
  expect(await attentionOf(mailroom, 'backup')).toHaveLength(1)

  await disk.makeRoom()
  await waitFor('mail to be taken', async () => {
    const { code } = await sendOnce(mailroom.port(), { subject: 'after' })
    return code === 250
  })
  expect((await mailroom.cli('backup', 'create')).code).toBe(0)
  expect(await names()).toHaveLength(1)
})

if (process.platform !== 'linux')
  console.log('A log on a full disk is not tried: it takes the device /dev/full of Linux.')

it.skipIf(process.platform !== 'linux')('a log that finds no room stops nothing', async () => {
  const folder = await temporaryFolder()
  const port = await freePort()
  const config = join(folder, 'config.json')
  const listeners = [{ name: 'in', port, tls: 'none', trustedNetworks: ['127.0.0.0/8'] }]
  await writeFile(config, JSON.stringify({ hostname: 'office.test', console: { port: 0 }, listeners }))
  const full = await open('/dev/full', 'w')
  const args = [PROGRAM, 'serve', '--data', join(folder, 'data'), '--config', config]
  const child = spawn(process.execPath, args, { stdio: ['ignore', full.fd, 'ignore'] })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill()
    await ended
    await full.close()
  })
  await waitFor('its port', () => answers(port), 30_000)
  expect((await sendOnce(port, { subject: 'unlogged' })).code).toBe(250)
  child.kill()
  expect(await ended).toEqual([0, null])
})

async function requireDisk(skip: (note: string) => never): Promise<SmallDisk> {
  const disk = await SmallDisk.mount()
  return disk ?? skip('no file system can be mounted here: root, and loop devices or tmpfs, are needed')
}

async function attentionOf(mailroom: MailroomProcess, wanted: string): Promise<string[]> {
  const { attention } = await statusOf(mailroom)
  return attention.filter(({ kind }) => kind === wanted).map(({ text }) => text)
}

async function messagesOf(mailroom: MailroomProcess): Promise<MessageDetail[]> {
  const { rows } = await mailroom.call<{ rows: { id: string }[] }>('POST', '/queue/search', { limit: 100 })
  return Promise.all(rows.map(({ id }) => mailroom.call<MessageDetail>('GET', `/queue/${id}`)))
}

interface HoldingHop {
  readonly port: number
  /** Local parts of recipients whose content came, each time it did. */
  readonly seen: readonly string[]
  answerAll(): void
}

/** Keeps everybody waiting for the reply to the content; "later" is then answered 451 and "never" 550. */
async function startHoldingHop(): Promise<HoldingHop> {
  const seen: string[] = []
  const held: (() => void)[] = []
  let isOpen = false
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 20,
    onData(stream, { envelope }, done) {
      stream.resume()
      stream.on('end', () => {
        const local = envelope.rcptTo[0]?.address.split('@')[0] ?? ''
        seen.push(local)
        const answer = () => done(refusals[local], 'taken')
        if (isOpen) answer()
        else held.push(answer)
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    seen,
    answerAll() {
      isOpen = true
      for (const answer of held) answer()
    },
  }
}

const refusals: Readonly<Record<string, Error>> = {
  later: Object.assign(new Error('come again'), { responseCode: 451 }),
  never: Object.assign(new Error('nobody here'), { responseCode: 550 }),
}
