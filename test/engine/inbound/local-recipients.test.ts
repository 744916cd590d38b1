/** Who gets mail that is addressed to local people, over the wire. */
import { expect, test } from 'vitest'
import { inboundSite } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'

const STRANGER = '127.0.0.9'
const CONFIG = {
  postmaster: 'chief@office.test',
  localMail: {
    mailboxes: [
      { address: 'ann@office.test' },
      { address: 'bob@office.test' },
      { address: 'chief@office.test' },
    ],
    aliases: [
      { address: 'sales@office.test', members: ['ann@office.test', 'far@else.test'] },
      { address: 'all@office.test', members: ['sales@office.test', 'bob@office.test'], internal: true },
    ],
  },
}

async function transaction(localAddress: string, config: Record<string, unknown> = {}) {
  const site = await inboundSite({ config: { ...CONFIG, ...config } })
  const client = await SmtpClient.connect({ port: site.port(), localAddress })
  await client.reply()
  await client.send('EHLO me.test')
  await client.send('MAIL FROM:<a@far.test>')
  const rcpt = async (line: string) => (await client.send(`RCPT TO:${line}`)).raw
  const received = async () => {
    await client.send('DATA')
    expect((await client.send('Subject: x\r\n\r\nx\r\n.')).code).toBe(250)
    return site.received.at(-1)?.recipients ?? []
  }
  return { rcpt, received }
}

test('an unknown recipient is refused at RCPT, with what to do, so that no bounce goes to a forged sender', async () => {
  const { rcpt } = await transaction(STRANGER)
  expect(await rcpt('<nobody@office.test>')).toBe(
    '550 5.1.1 There is no mailbox <nobody@office.test> here; check the spelling, or ask chief@office.test',
  )
  expect(await rcpt('<ann@office.test>')).toMatch(/^250/)
  expect(await rcpt('<ann+x@office.test>')).toMatch(/^250/)
  expect(await rcpt('<postmaster@office.test>')).toMatch(/^250/)
  expect(await rcpt('<abuse@office.test>')).toMatch(/^250/)
  expect(await rcpt('<postmaster>')).toMatch(/^250/)
})

test('a trusted client hears of an unknown recipient too', async () => {
  const { rcpt } = await transaction('127.0.0.1')
  expect(await rcpt('<nobody@office.test>')).toMatch(/^550 5\.1\.1/)
})

test('a group becomes its members, each once, with what the sender asked for kept', async () => {
  const { rcpt, received } = await transaction('127.0.0.1')
  await rcpt('<bob@office.test> NOTIFY=NEVER')
  await rcpt('<all@office.test> NOTIFY=SUCCESS,FAILURE')
  await rcpt('<sales@office.test> ORCPT=rfc822;old@office.test')
  expect(await received()).toEqual([
    { address: 'bob@office.test', notify: ['never'], originalRecipient: null },
    {
      address: 'ann@office.test',
      notify: ['success', 'failure'],
      originalRecipient: 'rfc822;all@office.test',
      expandedFrom: 'all@office.test',
    },
    {
      address: 'far@else.test',
      notify: ['success', 'failure'],
      originalRecipient: 'rfc822;all@office.test',
      expandedFrom: 'all@office.test',
    },
  ])
})

test('a stranger may write to an alias with members elsewhere, not to one of the office', async () => {
  const { rcpt, received } = await transaction(STRANGER)
  expect(await rcpt('<all@office.test>')).toMatch(
    /^550 5\.7\.1 <all@office\.test> takes mail of its own office only/,
  )
  expect(await rcpt('<sales@office.test>')).toMatch(/^250/)
  expect((await received()).map(({ address }) => address)).toEqual(['ann@office.test', 'far@else.test'])
})

test('the limit of recipients counts the members; a group that is larger has to come alone', async () => {
  const listeners = [{ name: 'lan', port: 0, trustedNetworks: ['127.0.0.1/32'], maxRecipients: 2 }]
  const { rcpt } = await transaction('127.0.0.1', { listeners })
  expect(await rcpt('<bob@office.test>')).toMatch(/^250/)
  expect(await rcpt('<sales@office.test>')).toMatch(/^452 4\.5\.3/)
  const alone = await transaction('127.0.0.1', { listeners })
  expect(await alone.rcpt('<all@office.test>')).toMatch(/^250/)
  expect(await alone.rcpt('<all@office.test>')).toMatch(/^250/)
  expect(await alone.rcpt('<chief@office.test>')).toMatch(/^452 4\.5\.3/)
})
