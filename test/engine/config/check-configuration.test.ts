import { expect, test } from 'vitest'
import { checkConfiguration } from '../../../main/engine/config/check-configuration.ts'
import { type ConfigInput, configSchema } from '../../../shared/domain/config.ts'

const check = (input: ConfigInput) =>
  checkConfiguration(configSchema.parse(input)).map((issue) => issue.path.join('.'))

const capture = { name: 'sandbox', kind: 'capture' } as const

test('the default configuration fits together', () => {
  expect(check({})).toEqual([])
})

test.each<[string, ConfigInput, string[]]>([
  ['two routes of one name', { routes: [capture, capture] }, ['routes.1.name']],
  [
    'two listeners on one port',
    {
      listeners: [
        { name: 'a', port: 2525 },
        { name: 'b', port: 2525 },
      ],
    },
    ['listeners.1.port'],
  ],
  [
    'a wildcard over an address',
    {
      listeners: [
        { name: 'a', port: 2525 },
        { name: 'b', host: '0.0.0.0', port: 2525 },
      ],
    },
    ['listeners.1.port'],
  ],
  ['a token without TLS', oauthRoute({}, { tls: 'opportunistic' }), ['routes.0.tls']],
  ['a provider without its issuer', oauthRoute({ provider: 'custom' }), ['routes.0.auth.issuer']],
  [
    'an issuer in the clear',
    oauthRoute({ provider: 'custom', issuer: 'http://id.office.test' }),
    ['routes.0.auth.issuer'],
  ],
  ['a code for Google', oauthRoute({ provider: 'google', grant: 'device-code' }), ['routes.0.auth.grant']],
  ['a service account of Microsoft', oauthRoute({ grant: 'service-account' }), ['routes.0.auth.grant']],
  [
    'a program of every tenant',
    oauthRoute({ grant: 'client-credentials', tenant: 'common' }),
    ['routes.0.auth.tenant'],
  ],
  [
    'a key file that is none',
    oauthRoute({
      provider: 'google',
      grant: 'service-account',
      serviceAccountKey: '{"type":"authorized_user"}',
    }),
    ['routes.0.auth.serviceAccountKey'],
  ],
  ['a certificate that is none', oauthRoute({ certificate: 'x' }), ['routes.0.auth.certificate']],
  ['the port of the console', { console: { port: 2525 } }, ['listeners.0.port']],
  [
    'a rule to no route',
    { rules: [{ name: 'r', action: { kind: 'route', route: 'gone' } }] },
    ['rules.0.action.route'],
  ],
  [
    'an open relay',
    { listeners: [{ name: 'a', port: 1, trustedNetworks: ['10.0.0.0/8', '0.0.0.0/0'] }] },
    ['listeners.0.trustedNetworks.1'],
  ],
  [
    'AUTH that nobody could use',
    { listeners: [{ name: 'a', port: 1, tls: 'none', auth: 'required' }] },
    ['listeners.0.auth'],
  ],
  [
    'a DNS server by name',
    { dns: { servers: ['192.0.2.1:53', 'dns.test', '[::1]:53', '::1'] } },
    ['dns.servers.1'],
  ],
  [
    'mail that expires at once',
    { retry: { expireAfter: '0s', schedule: ['0s'] } },
    ['retry.schedule.0', 'retry.expireAfter'],
  ],
])('refuses %s', (_, input, paths) => {
  expect(check(input)).toEqual(paths)
})

test('two listeners may use one port at different addresses, and disabled ones none', () => {
  const listeners = [
    { name: 'a', host: '127.0.0.1', port: 2525 },
    { name: 'b', host: '127.0.0.2', port: 2525 },
    { name: 'c', host: '127.0.0.1', port: 2525, enabled: false },
  ]
  expect(check({ listeners })).toEqual([])
})

function oauthRoute(auth: Record<string, unknown>, route: Record<string, unknown> = {}): ConfigInput {
  const settings = {
    kind: 'oauth2',
    provider: 'microsoft',
    username: 'office@office.test',
    clientId: 'c',
    ...auth,
  }
  return {
    routes: [{ name: 'p', kind: 'smarthost', host: 'smtp.office365.com', auth: settings, ...route }],
  } as ConfigInput
}

test('networks: names once, listeners that exist, and none that trusts the internet; overlaps are fine', () => {
  const network = (name: string, addresses: string[], rest = {}) => ({ name, addresses, ...rest })
  const narrow = network('narrow', ['10.0.0.0/24'])
  expect(check({ networks: [narrow, network('wide', ['10.0.0.0/8', '10.0.0.5'])] })).toEqual([])
  expect(check({ networks: [narrow, narrow] })).toEqual(['networks.1.name'])
  expect(check({ networks: [{ ...narrow, listeners: ['local', 'gone'] }] })).toEqual([
    'networks.0.listeners.1',
  ])
  expect(check({ networks: [network('all', ['10.0.0.1', '::/0'])] })).toEqual(['networks.0.addresses.1'])
  expect(check({ networks: [network('all', ['0.0.0.0/0'], { trusted: false })] })).toEqual([])
})

test('a token issuer is asked over TLS, or on this computer', () => {
  const issues = (issuer: string) => check({ authentication: { tokens: { issuer, audience: 'mailroom' } } })
  for (const issuer of [
    'https://login.example',
    'http://127.0.0.1:9000',
    'http://[::1]:9000',
    'http://localhost',
  ])
    expect(issues(issuer)).toEqual([])
  for (const issuer of ['http://login.example', 'http://127.0.0.1.login.example', 'ftp://localhost'])
    expect(issues(issuer)).toEqual(['authentication.tokens.issuer'])
})

test('an account has one app password of a name', () => {
  const one = { name: 'copier', hash: 'sha256$x' }
  const account = { username: 'scanner', password: 'correct horse', appPasswords: [one, one] }
  expect(check({ accounts: [account] })).toEqual(['accounts.0.appPasswords.1.name'])
})
