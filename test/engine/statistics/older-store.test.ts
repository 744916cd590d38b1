import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { initialSchema } from '../../../main/engine/storage/migrations/0001-initial-schema.ts'
import { whoAndHow } from '../../../main/engine/storage/migrations/0002-who-and-how.ts'
import { whoWasTold } from '../../../main/engine/storage/migrations/0003-who-was-told.ts'
import { migrate } from '../../../main/engine/storage/migrations/migrate.ts'

const QUARTER = 900_000
const WEEK = 7 * 86_400_000

const INSERT = `
  INSERT INTO messages (key, state, sender, first_recipients, recipient_count, open_count, subject, size, body_kind,
    received_at, account, client, network, origin_kind, body_type, smtp_utf8)
  VALUES (?, 'delivered', '', '[]', 2, 0, '', 1, 'removed', ?, ?, ?, ?, ?, '7bit', 0)`

test('charts of senders begin with what the history still knows of the last week', () => {
  const database = new Database(':memory:')
  migrate(database, [initialSchema, whoAndHow, whoWasTold])
  const insert = database.prepare(INSERT)
  const now = Date.now()
  const step = Math.floor(now / QUARTER) * QUARTER
  insert.run(1, step, 'scanner', '192.0.2.1', 'Copiers', 'smtp')
  insert.run(2, step + 1, 'scanner', '192.0.2.1', null, 'smtp')
  insert.run(3, step, null, '192.0.2.1', 'Copiers', 'smtp')
  insert.run(4, step, null, '192.0.2.9', null, 'smtp')
  insert.run(5, step, null, null, null, 'sendmail')
  insert.run(6, step, null, null, null, 'local')
  insert.run(7, now - 2 * WEEK, 'scanner', '192.0.2.1', null, 'smtp')
  migrate(database)
  const rows = database.prepare('SELECT * FROM sender_flow ORDER BY kind').all()
  expect(rows).toEqual([
    { step, kind: 'account', name: 'scanner', messages: 2, recipients: 4 },
    { step, kind: 'client', name: '192.0.2.9', messages: 1, recipients: 2 },
    { step, kind: 'local', name: '', messages: 1, recipients: 2 },
    { step, kind: 'network', name: 'Copiers', messages: 1, recipients: 2 },
  ])
  database.close()
})
