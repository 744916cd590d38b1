/** What EHLO announces in each state, word for word: nothing that would not work there, everything that does. */
import { expect, test } from 'vitest'
import { base64, inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'

const STRANGERS = { ...LISTENER, trustedNetworks: ['127.0.0.9'] }
const ALWAYS = [
  'PIPELINING',
  'SIZE 1048576',
  '8BITMIME',
  'SMTPUTF8',
  'DSN',
  'ENHANCEDSTATUSCODES',
  'CHUNKING',
  'BINARYMIME',
  'LIMITS RCPTMAX=7',
]
const WAITS = {
  routes: [
    {
      name: 'branch',
      kind: 'smarthost',
      host: 'branch.test',
      waitForEtrn: { clients: ['127.0.0.5'] },
    },
  ],
}

interface Case {
  readonly listener?: Record<string, unknown>
  readonly config?: Record<string, unknown>
  readonly from?: string
  readonly tls?: boolean
  readonly signIn?: boolean
}

const CASES: [string, Case, string[]][] = [
  ['in the clear', {}, ['STARTTLS']],
  ['after STARTTLS', { tls: true }, ['REQUIRETLS', 'AUTH PLAIN LOGIN']],
  ['after signing in', { tls: true, signIn: true }, ['REQUIRETLS']],
  ['on a port without TLS', { listener: { tls: 'none' } }, []],
  ['on a port without AUTH', { listener: { auth: 'off' }, tls: true }, ['REQUIRETLS']],
  ['to strangers where a route waits for ETRN', { config: WAITS }, ['STARTTLS']],
  ['to a client that the route lists', { config: WAITS, from: '127.0.0.5' }, ['ETRN', 'STARTTLS']],
  ['to trusted clients where a route waits', { config: WAITS, from: '127.0.0.9' }, ['ETRN', 'STARTTLS']],
  ['to an account where a route waits', { config: WAITS, tls: true, signIn: true }, ['REQUIRETLS', 'ETRN']],
]

test.each(CASES)('EHLO %s', async (_, { listener, config, from, tls, signIn }, more) => {
  const site = await inboundSite({
    config: {
      listeners: [{ ...STRANGERS, maxSize: '1MiB', maxRecipients: 7, ...listener }],
      ...config,
    },
    accounts: [{ username: 'scanner', password: 'secret-word' }],
  })
  const client = await SmtpClient.connect({
    port: site.port(),
    ...(from === undefined ? {} : { localAddress: from }),
  })
  await client.reply()
  if (tls) {
    await client.expect('EHLO scanner', '250')
    await client.expect('STARTTLS', '220')
    await client.upgrade()
  }
  if (signIn) {
    await client.expect('EHLO scanner', '250')
    await client.expect(`AUTH PLAIN ${base64('\0scanner\0secret-word')}`, '235')
  }
  const { lines } = await client.send('EHLO scanner')
  expect(lines).toEqual(['relay.office.test greets scanner', ...ALWAYS, ...more])
})

test('SIZE is what this client may send', async () => {
  const networks = [{ name: 'copier', addresses: ['127.0.0.7'], maxSize: '1KiB' }]
  const site = await inboundSite({ config: { networks } })
  const client = await SmtpClient.connect({ port: site.port(), localAddress: '127.0.0.7' })
  await client.reply()
  expect((await client.send('EHLO copier')).lines).toContain('SIZE 1024')
  await client.expect('MAIL FROM:<copier@office.test> SIZE=1025', '552 5.3.4')
})

test('HELO announces nothing', async () => {
  const site = await inboundSite()
  const client = await SmtpClient.connect({ port: site.port() })
  await client.reply()
  expect((await client.send('HELO scanner')).raw).toBe('250 relay.office.test greets scanner')
})

test.each([
  ['EHLO', 'EHLO'],
  ['HELO', 'HELO'],
  ['EHLO two words', 'EHLO'],
  ['EHLO it$elf', 'EHLO'],
  ['HELO [192.0.2]', 'HELO'],
])('%s is refused, and tolerated only by profile', async (line) => {
  const site = await inboundSite({
    config: { networks: [{ name: 'copier', addresses: ['127.0.0.7'], tolerate: ['any-hello'] }] },
  })
  const client = await SmtpClient.connect({ port: site.port() })
  await client.reply()
  await client.expect(line, '501 5.5.4')
  const copier = await SmtpClient.connect({ port: site.port(), localAddress: '127.0.0.7' })
  await copier.reply()
  await copier.expect(line, '250')
  expect(site.sessions().find((one) => one.peerAddress === '127.0.0.7')).toMatchObject({
    network: 'copier',
    tolerated: ['any-hello'],
  })
})

test.each(['EHLO DESKTOP-1', 'EHLO my_host.local', 'HELO [127.0.0.1]', 'EHLO [IPv6:::1]', 'EHLO 192.0.2.1'])(
  '%s needs no tolerance',
  async (line) => {
    const site = await inboundSite()
    const client = await SmtpClient.connect({ port: site.port() })
    await client.reply()
    await client.expect(line, '250')
  },
)
