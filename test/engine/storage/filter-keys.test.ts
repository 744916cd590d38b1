import { expect, it } from 'vitest'
import type { QueueFilter } from '../../../shared/contract/queue.ts'
import { NOON, ORIGIN, sampleMessage } from '../../support/sample-message.ts'
import { deferred, delivered, heldByRule } from '../../support/sample-results.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

const LEASE = { owner: 'run-1', until: NOON + 60_000 }

/** one: deferred, from a copier; two: delivered in part; three: held for want of a route, without a client. */
async function threeMessages() {
  const storage = await temporaryStorage()
  const messages = [
    {
      ...sampleMessage({ subject: 'Re: Überarbeitete Rechnung 2026-17', recipients: ['a@x.test'] }),
      origin: { ...ORIGIN, client: '192.168.10.24', listener: 'lan', network: 'copiers' },
    },
    {
      ...sampleMessage({ subject: 'Scan', recipients: ['a@x.test', 'b@y.test'], content: 'x'.repeat(500) }),
      origin: { ...ORIGIN, client: '2001:db8::7', listener: 'local', network: null },
    },
    {
      ...sampleMessage({ subject: 'Not delivered: Invoice' }),
      origin: { ...ORIGIN, kind: 'local' as const, client: null, listener: null },
    },
  ]
  for (const message of messages) await storage.accept(message, LEASE)
  const [one = '', two = '', three = ''] = messages.map(({ id }) => id)
  await storage.recordResults('run-1', [deferred(one, NOON + 1_000)])
  await storage.claimDue({ now: NOON + 2_000, lease: LEASE, limit: 9, exceptRoutes: [] })
  await storage.recordResults('run-1', [
    deferred(one, NOON + 9_000),
    delivered(two, 1),
    deferred(two, NOON + 9_000, 2),
    heldByRule(three, 'no-route'),
  ])
  return {
    storage,
    names: new Map([['one', one] as const, ['two', two] as const, ['three', three] as const]),
  }
}

it.each<[QueueFilter, string]>([
  [{ subject: 'uberarbeitete rech' }, 'one'],
  [{ subject: 'invoice' }, 'three'],
  [{ subject: 'voice' }, ''],
  [{ subject: '*voice' }, 'three'],
  [{ subject: 'scan' }, 'two'],
  [{ reply: '451' }, 'one two'],
  [{ reply: '4.7.*' }, 'one two'],
  [{ reply: '2.0.0' }, 'two'],
  [{ reply: '*GREY*' }, 'one two'],
  [{ reply: '550' }, ''],
  [{ host: 'smtp.provider.*' }, 'one two'],
  [{ host: 'mx1.provider.test' }, ''],
  [{ client: '192.168.10.24' }, 'one'],
  [{ client: '192.168.0.0/16' }, 'one'],
  [{ client: '2001:DB8::/32' }, 'two'],
  [{ listener: 'LOCAL' }, 'two'],
  [{ network: 'copiers' }, 'one'],
  [{ minSize: 100 }, 'two'],
  [{ maxSize: 100 }, 'one three'],
  [{ minAttempts: 1 }, 'one two'],
  [{ minAttempts: 2 }, 'one'],
  [{ holds: ['no-route'] }, 'three'],
  [{ holds: ['operator', 'pending'] }, ''],
  [{ exclude: [{ client: '192.168.10.24' }] }, 'two three'],
  [{ exclude: [{ client: '192.168.10.24' }, { subject: 'scan' }] }, 'three'],
  [{ exclude: [{ states: ['deferred'], minSize: 100 }] }, 'one three'],
  [{ exclude: [{}] }, 'one two three'],
  [{ reply: '4.7.*', exclude: [{ listener: 'lan' }] }, 'two'],
])('%j finds: %s', async (filter, expected) => {
  const { storage, names } = await threeMessages()
  const request = { filter, cursor: null, limit: 10, now: NOON }
  const { rows } = await storage.listMessages({
    ...request,
    sort: { by: 'receivedAt', direction: 'ascending' },
  })
  const found = [...names].filter(([, id]) => rows.some((row) => row.id === id)).map(([name]) => name)
  expect(found.join(' ')).toBe(expected)
  const counts = await storage.countMessages(filter)
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(rows.length)
  const operation = {
    operation: 'hold' as const,
    selection: { kind: 'filter' as const, filter },
    now: NOON,
    actor: 'cli',
  }
  const done = await storage.operate(operation)
  expect(done.changed + done.unchanged).toBe(rows.length)
})
