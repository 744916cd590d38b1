/** A life of the real program under load, of which every write is known. */
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ConfigInput } from '../../../../shared/domain/config.ts'
import { MailroomProcess } from '../../../support/mailroom-process.ts'
import { SmtpClient } from '../../../support/smtp-client.ts'
import { createTakingServer } from '../../../support/taking-server.ts'
import type { FaultChance } from '../fault-chance.ts'
import { buildWriteLog, markWriteLog, readWriteLog, type WriteNote } from './write-log.ts'

export interface RecordedLife {
  readonly notes: readonly WriteNote[]
  /** Content by subject, of all messages whose DATA was begun, also in lives before. */
  readonly sent: ReadonlyMap<string, string>
  /** Subjects that the next hop takes, each time it does: also later, it stays up. */
  readonly taken: readonly string[]
  /** Of lives before, up to the cut that ended them. */
  readonly before: Promised
}

/** What outsiders know. */
export interface Promised {
  /** Ids that were answered 250. */
  readonly acknowledged: ReadonlySet<string>
  /** Subjects that the next hop has taken. */
  readonly taken: ReadonlySet<string>
}

export const NOTHING_PROMISED: Promised = { acknowledged: new Set(), taken: new Set() }

/** With what was promised in lives before. */
export function promisedBy({ notes, before }: RecordedLife, cut: number): Promised {
  const acknowledged = new Set(before.acknowledged)
  const taken = new Set(before.taken)
  for (const note of notes.slice(0, cut)) {
    if (note.kind === 'reply')
      for (const [, id] of note.text.matchAll(/queued as ([0-9A-Z]{11})/g)) acknowledged.add(id ?? '')
    if (note.kind === 'mark' && note.text.startsWith(TAKEN)) taken.add(note.text.slice(TAKEN.length))
  }
  return { acknowledged, taken }
}

export interface LifeOptions {
  /** The folder that is watched; the data folder is `data` in it, and need not be there yet. */
  readonly home: string
  /** For what the recording itself needs. */
  readonly folder: string
  readonly messages: number
  readonly chance: FaultChance
  /** What the folder comes from, where it is not empty. */
  readonly earlier?: { readonly sent: RecordedLife['sent']; readonly promised: Promised }
}

/** At once; and each sends its share. */
const CLIENTS = 6
/** Octets: in the database, near the largest that is kept there, and in a file. */
const SIZES = [1_500, 12_000, 100_000, 300_000]

const SUBJECT = /^Subject: (\S+)/m

const TAKEN = 'taken '
export const READY = 'ready'

/** Mail for up.test is delivered to a next hop here, mail for down.test waits for one that does not answer. */
export async function recordLife(options: LifeOptions): Promise<RecordedLife> {
  const { home, folder, messages, chance, earlier } = options
  const file = join(folder, 'writes.log')
  await rm(file, { force: true })
  const watched = await buildWriteLog(folder, { root: home, file })
  const taken: string[] = []
  const hop = await startHop((subject) => {
    markWriteLog(file, `${TAKEN}${subject}`)
    taken.push(subject)
  })
  const mailroom = await MailroomProcess.start({
    data: join(home, 'data'),
    config: configuration(hop),
    env: { ...process.env, ...watched },
  })
  markWriteLog(file, READY)
  const sent = new Map(earlier?.sent)
  const first = sent.size
  let next = 0
  const send = async () => {
    const client = await SmtpClient.connect({ port: mailroom.port() })
    await client.reply()
    await client.expect('EHLO client.test', '250')
    while (next < messages) {
      next += 1
      await sendOne(client, first + next, chance, sent)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, send))
  await mailroom.kill()
  const before = earlier?.promised ?? NOTHING_PROMISED
  return { notes: await readWriteLog(file), sent, taken, before }
}

async function sendOne(
  client: SmtpClient,
  number: number,
  chance: FaultChance,
  sent: Map<string, string>,
): Promise<void> {
  const subject = `cut-${number}`
  const size = SIZES[chance.between(0, SIZES.length - 1)] ?? 0
  const line = `${subject} ${Math.floor(chance.next() * 1e9)} ${'x'.repeat(40)}\r\n`
  const head = `From: a@office.test\r\nDate: Mon, 05 Jan 2026 12:00:00 +0000\r\nSubject: ${subject}\r\n`
  const content = `${head}Message-ID: <${subject}@office.test>\r\n\r\n${line.repeat(Math.ceil(size / line.length))}`
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect(`RCPT TO:<b@${chance.next() < 0.5 ? 'up' : 'down'}.test>`, '250')
  await client.expect('DATA', '354')
  sent.set(subject, content)
  await client.expect(`${content}.`, '250')
}

function configuration(hop: number): ConfigInput {
  const next = { kind: 'smarthost', host: '127.0.0.1', tls: 'never' } as const
  return {
    hostname: 'office.test',
    console: { port: 0 },
    listeners: [{ name: 'in', port: 0, tls: 'none', trustedNetworks: ['127.0.0.0/8'] }],
    routes: [
      { name: 'up', ...next, port: hop },
      // Nothing of this computer listens on the lowest port.
      { name: 'down', ...next, port: 1 },
    ],
    rules: [
      {
        name: 'up',
        match: { recipientDomains: ['up.test'] },
        action: { kind: 'route', route: 'up' } as const,
      },
      { name: 'down', match: {}, action: { kind: 'route', route: 'down' } },
    ],
  }
}

async function startHop(onTaken: (subject: string) => void): Promise<number> {
  const server = createTakingServer(({ content }) => onTaken(SUBJECT.exec(content)?.[1] ?? ''))
  // The next hop's clients are killed in the midst.
  server.on('error', () => undefined)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = listening.address()
  return typeof address === 'object' && address ? address.port : 0
}
