import { expect, test } from 'vitest'
import { greetedClient, sendData } from '../../support/inbound-client.ts'
import { inboundSite } from '../../support/inbound-site.ts'

test('REQUIRETLS is taken over TLS, and stays with the message', async () => {
  const site = await inboundSite()
  const client = await greetedClient(site)
  await client.expect('MAIL FROM:<a@office.test> REQUIRETLS', '555 5.5.4')
  await client.expect('STARTTLS', '220')
  await client.upgrade()
  await client.expect('EHLO client.test', '250')
  await client.expect('MAIL FROM:<a@office.test> REQUIRETLS=yes', '501 5.5.4')
  await client.expect('MAIL FROM:<a@office.test> REQUIRETLS', '250')
  await client.expect('RCPT TO:<b@office.test>', '250')
  expect((await sendData(client, 'Subject: x\r\n\r\nx')).code).toBe(250)
  expect(site.received[0]).toMatchObject({ envelope: { requireTls: true }, origin: { tls: true } })
})

test('a message without it does not demand TLS', async () => {
  const site = await inboundSite()
  const client = await greetedClient(site)
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<b@office.test>', '250')
  await sendData(client, 'Subject: x\r\n\r\nx')
  expect(site.received[0]).toMatchObject({ envelope: { requireTls: false }, origin: { tls: false } })
})
