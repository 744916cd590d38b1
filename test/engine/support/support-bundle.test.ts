import { expect, test } from 'vitest'
import { TemporaryEngine } from '../../support/temporary-engine.ts'

const SECRETS = [
  'correct horse',
  'relay.office.test',
  'office.test',
  'smtp.customer-group.example',
  'anna',
  'scanner-of-anna',
  'Everything for Bernd',
  'Ask Bernd first',
  '10.20.30.0',
  'second-floor',
]

test('a bundle has the shape of things and nothing that names anybody', async () => {
  const { client, engine } = await TemporaryEngine.start({
    config: {
      localDomains: ['office.test'],
      postmaster: 'anna@office.test',
      networks: [{ name: 'second-floor', addresses: ['10.20.30.0/24'] }],
      routes: [
        {
          name: 'to-bernd',
          kind: 'smarthost',
          host: 'smtp.customer-group.example',
          auth: { kind: 'password', username: 'anna@office.test', password: 'correct horse' },
        },
      ],
      rules: [
        {
          name: 'Everything for Bernd',
          match: { recipientDomains: ['customer-group.example'] },
          action: { kind: 'hold', reason: 'Ask Bernd first' },
        },
      ],
    },
  })
  await client.accounts.create({ username: 'scanner-of-anna', allowedSenders: ['anna@office.test'] } as never)
  engine.logger.warn('The route "to-bernd" refused anna@office.test.', {
    host: 'smtp.customer-group.example',
  })

  const { files, redacted } = await client.support.bundle()
  expect(files.map(({ name }) => name)).toEqual([
    'versions.json',
    'status.json',
    'configuration.json',
    'accounts.json',
    'log.txt',
  ])
  const all = files.map(({ text }) => text).join('\n')
  for (const secret of SECRETS) expect(all.toLowerCase()).not.toContain(secret.toLowerCase())
  expect(all).not.toContain(engine.folder)
  expect(redacted.length).toBeGreaterThan(2)

  const configuration = JSON.parse(files.find(({ name }) => name === 'configuration.json')?.text ?? '')
  expect(configuration.routes[0]).toMatchObject({ kind: 'smarthost', name: 'route-1' })
  expect(files.find(({ name }) => name === 'log.txt')?.text).toMatch(
    /"route-1" refused person-\d+@domain-\d+/,
  )
})

test('About names the versions and where the data is', async () => {
  const { client, engine } = await TemporaryEngine.start({ mode: 'offline' })
  const about = await client.support.about()
  expect(about.dataFolder).toBe(engine.folder)
  expect(about.components).toContainEqual({ name: 'Node', version: process.versions.node })
  expect(about.components).toContainEqual({ name: 'SQLite', version: expect.stringMatching(/^3\.\d+\.\d+$/) })
})
