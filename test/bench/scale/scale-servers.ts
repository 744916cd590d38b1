/** Two programs side by side, one with a small queue and one with a large one, both relaying to a sink of their own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { ConfigInput } from '../../../shared/domain/config.ts'
import { freePort } from '../../support/free-port.ts'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { SmtpSink } from '../../support/smtp-sink.ts'
import { BUILT_PROGRAM } from '../mailroom-server.ts'
import { seedQueue } from '../panels/seed-queue.ts'

export interface ScaleServer {
  readonly name: string
  readonly mailroom: MailroomProcess
  readonly sink: SmtpSink
  stop(): Promise<void>
}

/** Of ten seeded messages seven are open. */
const OPEN_SHARE = 0.7

/** Nothing seeded is due within the hour, and what is kept is kept longer than the oldest of it. */
function configFor(sink: number, down: number): ConfigInput {
  const many = { tls: 'never', maxConnections: 20, maxConnectionsPerHost: 20 } as const
  return {
    hostname: 'relay.test',
    console: { port: 0 },
    retry: { delayNoticeAfter: '30d', expireAfter: '30d' },
    listeners: [{ name: 'lan', host: '127.0.0.1', port: 0, trustedNetworks: ['127.0.0.0/8'] }],
    routes: [
      { name: 'sink', kind: 'smarthost', host: '127.0.0.1', port: sink, ...many },
      { name: 'down', kind: 'smarthost', host: '127.0.0.1', port: down, ...many },
      { name: 'provider', kind: 'smarthost', host: '127.0.0.1', port: down, ...many },
    ],
    rules: [
      { name: 'kept', match: { recipientDomains: ['kept.test'] }, action: { kind: 'hold' } },
      { name: 'down', match: { recipientDomains: ['down.test'] }, action: { kind: 'route', route: 'down' } },
      { name: 'rest', match: {}, action: { kind: 'route', route: 'sink' } },
    ],
  }
}

/** A data folder with so many open messages; the folder is the caller's. */
export async function seededFolder(open: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mailroom-scale-'))
  // A first life makes the database.
  await (await MailroomProcess.start({ data: folder, program: BUILT_PROGRAM, config: QUIET })).stop()
  if (open > 0) {
    process.stderr.write(`scale: seeding ${open} open messages\n`)
    seedQueue({ folder, messages: Math.round(open / OPEN_SHARE), now: Date.now() })
  }
  return folder
}

const QUIET: ConfigInput = configFor(9, 9)

/** What waits after a failure waits on the route that is down, and is due now. */
export function sendDown(folder: string): void {
  const database = new Database(join(folder, 'mailroom.sqlite'))
  try {
    database
      .prepare(`
        UPDATE recipients SET address = 'person' || message_key || '@down.test', route = 'down', next_attempt_at = ?
        WHERE state = 'deferred'`)
      .run(Date.now())
    database
      .prepare(`UPDATE messages SET route = 'down', next_attempt_at = ? WHERE state = 'deferred'`)
      .run(Date.now())
    database.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
}

export async function startServer(name: string, folder: string): Promise<ScaleServer> {
  const sink = await SmtpSink.start()
  const config = configFor(sink.port, await freePort())
  const mailroom = await MailroomProcess.start({ data: folder, program: BUILT_PROGRAM, config })
  return {
    name,
    mailroom,
    sink,
    async stop() {
      await mailroom.stop()
      await sink.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
