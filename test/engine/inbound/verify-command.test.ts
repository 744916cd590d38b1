import { expect, test } from 'vitest'
import { greetedClient } from '../../support/inbound-client.ts'
import { base64, inboundSite, LISTENER } from '../../support/inbound-site.ts'

const LOCAL_MAIL = {
  mailboxes: [
    { address: 'anna@office.test' },
    { address: 'ben@office.test' },
    { address: 'anna@branch.test' },
  ],
  aliases: [
    { address: 'sales@office.test', members: ['team@office.test', 'agent@elsewhere.test'] },
    { address: 'team@office.test', members: ['anna@office.test', 'ben@office.test'] },
  ],
}

function site(verify: boolean) {
  return inboundSite({
    config: {
      localDomains: ['office.test', 'branch.test'],
      localMail: { ...LOCAL_MAIL, verify },
      listeners: [{ ...LISTENER, trustedNetworks: ['127.0.0.1'] }],
    },
    accounts: [{ username: 'scanner', password: 'secret-word' }],
  })
}

test.each([
  ['VRFY anna@office.test', '250 2.1.5 <anna@office.test>'],
  ['VRFY <ben@office.test>', '250 2.1.5 <ben@office.test>'],
  ['VRFY ben', '250 2.1.5 <ben@office.test>'],
  ['VRFY ben SMTPUTF8', '250 2.1.5 <ben@office.test>'],
  ['VRFY anna', '553 5.1.4 Several have that name: <anna@office.test>, <anna@branch.test>'],
  ['VRFY nobody@office.test', '550 5.1.1'],
  ['VRFY nobody', '550 5.1.1'],
  ['VRFY somebody@elsewhere.test', '252 2.5.2'],
  ['VRFY', '501 5.5.4'],
  [
    'EXPN sales',
    '250-2.1.5 <anna@office.test>\n250-2.1.5 <ben@office.test>\n250 2.1.5 <agent@elsewhere.test>',
  ],
  ['EXPN anna@office.test', '550 5.1.1'],
  ['EXPN list@elsewhere.test', '252 2.5.2'],
  ['EXPN', '501 5.5.4'],
])('a trusted client hears to %s: %s, where that is switched on', async (line, reply) => {
  const client = await greetedClient(await site(true))
  await client.expect(line, reply)
})

const QUESTIONS = [
  'VRFY anna@office.test',
  'VRFY nobody@office.test',
  'EXPN sales@office.test',
  'EXPN nobody',
]

test('whether an address exists is not said to strangers, nor by default', async () => {
  const stranger = await greetedClient(await site(true), { localAddress: '127.0.0.8' })
  const trusted = await greetedClient(await site(false))
  for (const client of [stranger, trusted])
    for (const question of QUESTIONS)
      expect((await client.send(question)).raw).toBe(
        '252 2.5.2 Addresses are checked when mail is sent to them',
      )
})

test('an account hears it from anywhere', async () => {
  const client = await greetedClient(await site(true), { localAddress: '127.0.0.8' })
  await client.expect('STARTTLS', '220')
  await client.upgrade()
  await client.expect('EHLO laptop', '250')
  await client.expect(`AUTH PLAIN ${base64('\0scanner\0secret-word')}`, '235')
  await client.expect('VRFY nobody@office.test', '550 5.1.1')
})
