/** What strangers have tried since 1996 to make a relay of a mail server; each over a real socket, from outside. */
import { expect, test } from 'vitest'
import { greetedClient } from '../../support/inbound-client.ts'
import { inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'

const SITE = {
  config: {
    hostname: 'relay.office.test',
    localDomains: ['office.test'],
    listeners: [{ ...LISTENER, trustedNetworks: ['127.0.0.9', '10.0.0.0/8'] }],
  },
}

test.each([
  ['another domain', '<victim@elsewhere.test>'],
  ['the percent hack', '<victim%elsewhere.test@office.test>'],
  ['the percent hack through the server itself', '<victim%elsewhere.test@relay.office.test>'],
  ['a percent hack that is quoted', '<"victim%elsewhere.test"@office.test>'],
  ['the percent hack twice', '<victim%elsewhere.test%office.test@office.test>'],
  ['a bang path', '<elsewhere.test!victim@office.test>'],
  ['a bang path through the server itself', '<relay.office.test!elsewhere.test!victim@office.test>'],
  ['a bang path alone', '<elsewhere.test!victim>'],
  ['a source route', '<@office.test:victim@elsewhere.test>'],
  ['a longer source route', '<@office.test,@relay.office.test:victim@elsewhere.test>'],
  ['a source route with a percent hack', '<@elsewhere.test:victim%elsewhere.test@office.test>'],
  ['a quoted local part with @', '<"victim@elsewhere.test"@office.test>'],
  ['a quoted local part with an escaped @', '<"victim\\@elsewhere.test"@office.test>'],
  ['an escaped @ without quotes', '<victim\\@elsewhere.test@office.test>'],
  ['two @', '<victim@elsewhere.test@office.test>'],
  ['two @ the other way', '<victim@office.test@elsewhere.test>'],
  ['an address literal', '<victim@[127.0.0.1]>'],
  ['an address literal of elsewhere', '<victim@[192.0.2.1]>'],
  ['an IPv6 literal', '<victim@[IPv6:::1]>'],
  ['a bare address', '<victim@127.0.0.1>'],
  ['localhost', '<victim@localhost>'],
  ['the name of the server', '<victim@relay.office.test>'],
  ['a subdomain of a local domain', '<victim@sub.office.test>'],
  ['a domain that ends like a local one', '<victim@evil-office.test>'],
  ['a local domain in front of another', '<victim@office.test.elsewhere.test>'],
  ['a trailing dot', '<victim@elsewhere.test.>'],
  ['a space behind the local domain', '<victim@elsewhere.test office.test>'],
  ['NUL within the domain', '<victim@elsewhere.test\0.office.test>'],
  ['a Cyrillic letter that looks Latin', '<victim@оffice.test>'],
  ['a full-width dot', '<victim@office．test.elsewhere.test>'],
  ['a zero-width space', '<victim@off\u200bice.test>'],
  ['a soft hyphen', '<victim@off\u00adice.test>'],
  ['a full-width @ in the local part', '<victim＠elsewhere.test@office.test>'],
  ['a full-width percent sign', '<victim％elsewhere.test@office.test>'],
  ['a full-width exclamation mark', '<elsewhere.test！victim@office.test>'],
  ['no brackets', 'victim@elsewhere.test'],
  ['brackets within brackets', '<<victim@elsewhere.test>>'],
  ['a second address behind', '<user@office.test> <victim@elsewhere.test>'],
  ['a pipe', '<|/bin/sh>'],
])('refuses %s from outside', async (_, path) => {
  const site = await inboundSite(SITE)
  const client = await greetedClient(site, { localAddress: '127.0.0.8' })
  await client.expect('MAIL FROM:<stranger@elsewhere.test> SMTPUTF8', '250')
  const { raw } = await client.send(`RCPT TO:${path}`)
  expect(raw).toMatch(/^(550 5\.7\.1|550 5\.1\.\d|501 5\.1\.3|501 5\.5\.[24]|555 5\.5\.4) /)
  await client.expect('DATA', '554 5.5.1')
})

test.each(['<>', '<user@office.test>', '<postmaster@relay.office.test>', '<stranger@office.test>'])(
  'sender %s opens nothing',
  async (sender) => {
    const client = await greetedClient(await inboundSite(SITE), { localAddress: '127.0.0.8' })
    await client.expect(`MAIL FROM:${sender}`, '250')
    await client.expect('RCPT TO:<victim@elsewhere.test>', '550 5.7.1')
  },
)

test('AUTH= at MAIL, a name of the office at EHLO and an ORCPT prove nothing', async () => {
  const site = await inboundSite(SITE)
  const client = await SmtpClient.connect({ port: site.port(), localAddress: '127.0.0.8' })
  await client.reply()
  await client.expect('EHLO [127.0.0.9]', '250')
  await client.expect('MAIL FROM:<user@office.test> AUTH=user@office.test', '250')
  await client.expect('RCPT TO:<victim@elsewhere.test> ORCPT=rfc822;user@office.test', '550 5.7.1')
})

test.each([
  ['::ffff:127.0.0.8', false],
  ['::ffff:127.0.0.9', true],
])('an IPv4 client of a dual-stack listener (%s) is who it is', async (address, trusted) => {
  const listener = { ...SITE.config.listeners[0], host: '::' }
  const site = await inboundSite({ config: { ...SITE.config, listeners: [listener] } })
  const client = await greetedClient(site, { localAddress: address.replace('::ffff:', '') })
  await client.expect('MAIL FROM:<stranger@elsewhere.test>', '250')
  await client.expect('RCPT TO:<victim@elsewhere.test>', trusted ? '250' : '550 5.7.1')
})

test('a trusted IPv6 network in IPv4 clothes, or the other way, does not widen what is trusted', async () => {
  const listener = { ...SITE.config.listeners[0], trustedNetworks: ['::ffff:127.0.0.9/128', '::1/128'] }
  const site = await inboundSite({ config: { ...SITE.config, listeners: [listener] } })
  const client = await greetedClient(site, { localAddress: '127.0.0.8' })
  await client.expect('MAIL FROM:<stranger@elsewhere.test>', '250')
  await client.expect('RCPT TO:<victim@elsewhere.test>', '550 5.7.1')
})
