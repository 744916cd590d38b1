import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { parseStoredConfiguration } from '../../../main/engine/config/stored-configuration.ts'
import { initialSchema } from '../../../main/engine/storage/migrations/0001-initial-schema.ts'
import { migrate } from '../../../main/engine/storage/migrations/migrate.ts'
import { decodeId } from '../../../shared/domain/id.ts'
import { NOON, nextId } from '../../support/sample-message.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

/** What the first version stored: no networks, no limits, one way to sign in. */
const CONFIGURATION = {
  version: 1,
  config: {
    hostname: 'relay.office.test',
    console: { host: '127.0.0.1', port: 8025 },
    dns: { servers: [] },
    localDomains: ['office.test'],
    certificate: { kind: 'generated' },
    listeners: [
      {
        name: 'lan',
        enabled: true,
        host: '127.0.0.1',
        port: 2525,
        tls: 'starttls',
        auth: 'optional',
        authInClear: false,
        trustedNetworks: ['127.0.0.0/8'],
        maxSize: '50MiB',
        maxRecipients: 1000,
        maxConnections: 500,
        maxConnectionsPerClient: 100,
      },
    ],
    accounts: [],
    routes: [
      {
        kind: 'smarthost',
        name: 'provider',
        maxConnections: 20,
        maxConnectionsPerHost: 5,
        host: 'smtp.provider.test',
        port: 587,
        tls: 'required',
        auth: { kind: 'password', username: 'u' },
      },
    ],
    rules: [{ name: 'all', enabled: true, match: {}, action: { kind: 'route', route: 'provider' } }],
    retry: { schedule: ['1m'], expireAfter: '5d', delayNoticeAfter: '4h' },
    retention: {
      history: '30d',
      bodies: '0s',
      sessions: { age: '14d', count: 20_000, size: '256MiB' },
    },
  },
  secrets: { 'route:provider': 'key1:…' },
}

it('a store of the first version is brought up to date: mail, accounts and configuration stay', async () => {
  const folder = await temporaryFolder()
  const id = nextId()
  writeFirstVersion(join(folder, 'mailroom.sqlite'), decodeId(id))
  const storage = await temporaryStorage({ folder })

  expect(await storage.getMessage(id)).toMatchObject({
    message: { state: 'deferred', subject: 'Kept over' },
    envelope: { requireTls: false },
    origin: { network: null, tls: false, authentication: null },
    recipients: [{ address: 'ann@example.test', state: 'deferred' }],
  })
  expect(await storage.listAccounts()).toMatchObject([
    {
      username: 'scanner',
      allowedSenders: ['*@office.test'],
      allowedFrom: ['*'],
      allowedNetworks: [],
      limits: {},
      appPasswords: [],
      disabled: false,
    },
  ])
  const { config, secrets } = parseStoredConfiguration(await storage.getConfiguration())
  expect(secrets).toEqual(CONFIGURATION.secrets)
  expect(config.routes[0]).toMatchObject({ name: 'provider', fallbacks: [], circuit: { failures: 5 } })
  expect(config.rules[0]).toMatchObject({ name: 'all', changes: [] })
  expect(config.listeners[0]).toMatchObject({ name: 'lan', tolerate: [], longLines: 'pass' })
  expect(config.networks).toEqual([])
})

function writeFirstVersion(file: string, key: number): void {
  const database = new Database(file)
  migrate(database, [initialSchema])
  database
    .prepare(
      `INSERT INTO messages (key, state, sender, first_recipients, recipient_count, open_count, subject, size, body_kind,
         received_at, next_attempt_at, origin_kind, body_type, smtp_utf8)
       VALUES (?, 'deferred', 'scanner@office.test', '["ann@example.test"]', 1, 1, 'Kept over', 12, 'inline', ?, ?, 'smtp',
         '8bitmime', 0)`,
    )
    .run(key, NOON, NOON + 60_000)
  database
    .prepare(
      `INSERT INTO recipients (message_key, number, address, state, route, attempts, next_attempt_at)
       VALUES (?, 1, 'ann@example.test', 'deferred', 'provider', 1, ?)`,
    )
    .run(key, NOON + 60_000)
  database.prepare('INSERT INTO bodies VALUES (?, ?)').run(key, Buffer.from('Subject: x\r\n'))
  database
    .prepare(
      `INSERT INTO accounts (username, allowed_senders, disabled, cram_md5, created_at, password_hash)
       VALUES ('scanner', '["*@office.test"]', 0, 0, ?, 'scrypt$…')`,
    )
    .run(NOON)
  database.prepare("INSERT INTO documents VALUES ('configuration', ?)").run(JSON.stringify(CONFIGURATION))
  database.close()
}
