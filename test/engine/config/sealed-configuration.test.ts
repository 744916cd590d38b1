import { expect, test } from 'vitest'
import { TemporaryEngine } from '../../support/temporary-engine.ts'

const PASSPHRASE = 'correct horse battery'

const OFFICE = {
  routes: [
    {
      name: 'provider',
      kind: 'smarthost' as const,
      host: 'smtp.provider.test',
      auth: { kind: 'password' as const, username: 'u', password: 'of the route' },
    },
  ],
  accounts: [
    { username: 'scanner', password: 'long enough', cramMd5: true },
    { username: 'shop', password: 'also long enough' },
  ],
}

test('another computer gets the whole configuration with its secrets', async () => {
  const first = await TemporaryEngine.start({ config: OFFICE })
  const { document } = await first.client.configuration.exportSealed({ passphrase: PASSPHRASE })
  expect(JSON.stringify(document)).not.toMatch(/of the route|long enough|provider\.test/)
  const second = await TemporaryEngine.start()
  await second.client.configuration.importSealed({ document, passphrase: PASSPHRASE })
  expect(await second.engine.config.routePassword('provider')).toBe('of the route')
  expect(await second.engine.accounts.recoverPassword('scanner')).toBe('long enough')
  const hash = (office: TemporaryEngine) => office.engine.accounts.find('shop')?.passwordHash
  expect(hash(second)).toBe(hash(first))
})

test('another passphrase opens nothing, and nothing is changed', async () => {
  const office = await TemporaryEngine.start({ config: OFFICE })
  const { document } = await office.client.configuration.exportSealed({ passphrase: PASSPHRASE })
  await expect(
    office.client.configuration.importSealed({ document, passphrase: 'something else' }),
  ).rejects.toMatchObject({ code: 'INVALID', data: { issues: [{ path: ['passphrase'] }] } })
  await expect(
    office.client.configuration.importSealed({ document: { hello: 1 }, passphrase: PASSPHRASE }),
  ).rejects.toMatchObject({ code: 'INVALID', data: { issues: [{ path: ['document'] }] } })
  expect(office.engine.accounts.list()).toHaveLength(2)
})

test('the audit says field by field what changed, and of secrets only that they did', async () => {
  const office = await TemporaryEngine.start({ config: OFFICE })
  const [route] = await office.client.routes.list()
  if (route?.kind !== 'smarthost') throw new Error('no route')
  const auth = { kind: 'password' as const, username: 'other', password: 'a new secret' }
  await office.client.routes.update({ name: 'provider', item: { ...route, name: 'relay', port: 2525, auth } })
  const { rows } = await office.client.audit.list({ limit: 1 })
  expect(rows[0]).toMatchObject({ actor: 'test', action: 'route changed', detail: { name: 'provider' } })
  expect(rows[0]?.detail.changes).toEqual(
    expect.arrayContaining([
      { field: 'routes[provider].name', from: 'provider', to: 'relay' },
      { field: 'routes[provider].port', from: 587, to: 2525 },
      { field: 'routes[provider].auth.username', from: 'u', to: 'other' },
      { field: 'route:relay', secret: 'added' },
    ]),
  )
  expect(JSON.stringify(rows)).not.toContain('a new secret')
})

test('the audit is read page by page, and searched', async () => {
  const office = await TemporaryEngine.start()
  for (const name of ['a', 'b', 'c_%'])
    await office.client.routes.create({ item: { name, kind: 'capture' } as never })
  const first = await office.client.audit.list({ text: 'route ADDED', limit: 2 })
  expect(first.rows.map(({ detail }) => detail.name)).toEqual(['c_%', 'b'])
  const rest = await office.client.audit.list({ text: 'route added', cursor: first.nextCursor, limit: 2 })
  expect([rest.rows.map(({ detail }) => detail.name), rest.nextCursor]).toEqual([['a'], null])
  expect((await office.client.audit.list({ text: 'c_%' })).rows).toHaveLength(1)
})
