import { expect, test } from 'vitest'
import { greetedClient } from '../../support/inbound-client.ts'
import { inboundSite } from '../../support/inbound-site.ts'

test('HELP names the commands and where help is', async () => {
  const client = await greetedClient(await inboundSite({ config: { postmaster: 'it@office.test' } }))
  const { code, raw } = await client.send('HELP')
  expect(code).toBe(214)
  for (const word of 'EHLO HELO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY EXPN ETRN HELP QUIT'.split(
    ' ',
  ))
    expect(raw).toContain(word)
  expect(raw).toContain('write to it@office.test')
})

test.each([
  ['HELP mail', '214 2.0.0 MAIL FROM:<address>'],
  ['HELP BDAT', '214 2.0.0 BDAT number-of-octets [LAST]'],
  ['HELP constructor', '504 5.5.4'],
])('%s is answered %s', async (line, beginning) => {
  const client = await greetedClient(await inboundSite())
  await client.expect(line, beginning)
})
