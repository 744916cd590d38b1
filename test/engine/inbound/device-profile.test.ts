import { expect, test } from 'vitest'
import { begunClient, greetedClient, sendData } from '../../support/inbound-client.ts'
import { base64, inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'

const STRANGERS = { ...LISTENER, trustedNetworks: ['127.0.0.9'] }

/** A listener whose clients may do that, and the same one without it beside it. */
async function sites(tolerance: string, listener: Record<string, unknown> = LISTENER) {
  const strict = await inboundSite({ config: { listeners: [listener] } })
  const lenient = await inboundSite({ config: { listeners: [{ ...listener, tolerate: [tolerance] }] } })
  return { strict, lenient }
}

test('an old device gets through with its whole profile, and each relaxation is named once', async () => {
  const tolerate = ['any-hello', 'unbracketed-path', 'trailing-nul', 'bare-line-ends', 'missing-date']
  const site = await inboundSite({
    config: {
      listeners: [STRANGERS],
      networks: [{ name: 'copier', addresses: ['127.0.0.1'], trusted: false, tolerate }],
    },
  })
  const client = await SmtpClient.connect({ port: site.port() })
  await client.reply()
  client.write('HELO\nMAIL FROM: copier@office.test\0\nRCPT TO: user@office.test\nDATA\n')
  for (const code of [250, 250, 250, 354]) expect((await client.reply()).code).toBe(code)
  client.write('Subject: Scan\n\npage 1\n')
  await client.expect('\r\n.', '250 2.0.0')
  expect(site.received[0]?.text).toMatch(/Date: [^\r\n]+\r\nSubject: Scan\r\n\r\npage 1\r\n/)
  expect(site.received[0]?.origin).toMatchObject({ network: 'copier', tls: false, account: null })
  const [session] = site.sessions()
  expect(session).toMatchObject({ network: 'copier' })
  expect([...(session?.tolerated ?? [])].sort()).toEqual([...tolerate].sort())
  const notes = site.transcript(session?.id ?? '').filter((line) => line.includes('Tolerated by'))
  expect(notes).toHaveLength(tolerate.length)
})

test('without the profile the same device is refused at each step', async () => {
  const site = await inboundSite({ config: { listeners: [STRANGERS] } })
  const client = await SmtpClient.connect({ port: site.port() })
  await client.reply()
  client.write('HELO\n')
  expect((await client.reply()).code).toBe(500)
  client.write('\r\n')
  expect((await client.reply()).code).toBe(500)
  await client.expect('HELO', '501 5.5.4')
  await client.expect('HELO copier', '250')
  await client.expect('MAIL FROM: copier@office.test', '501 5.1.7')
  await client.expect('MAIL FROM:<copier@office.test>\0', '501 5.5.2')
  await client.expect('MAIL FROM:<copier@office.test>', '250')
  await client.expect('RCPT TO: user@office.test', '501 5.1.3')
  expect(site.sessions()[0]?.tolerated).toEqual([])
})

test.each([
  ['any-hello', ['HELO'], '501'],
  ['any-hello', ['MAIL FROM:<a@office.test>'], '503'],
  ['unbracketed-path', ['EHLO x', 'MAIL FROM: a@office.test'], '501'],
  ['unbracketed-path', ['EHLO x', 'MAIL FROM:<a@office.test>', 'RCPT TO: b@office.test'], '501'],
  ['auth-in-clear', ['EHLO x', 'AUTH PLAIN'], '538'],
  ['trailing-nul', ['NOOP\0'], '501'],
  ['bare-line-ends', ['NOOP\nNOOP'], '500'],
  ['bare-line-ends', ['NOOP\rNOOP'], '501'],
])(
  '%s: the session of a device that would need it is refused and says so',
  async (tolerance, lines, code) => {
    const site = await inboundSite({
      config: { listeners: [STRANGERS] },
      accounts: [{ username: 'copier', password: 'correct horse' }],
    })
    const client = await SmtpClient.connect({ port: site.port() })
    await client.reply()
    for (const line of lines.slice(0, -1)) await client.expect(line, '250')
    await client.expect(lines.at(-1) ?? '', code)
    client.end()
    const session = await site.endedSession()
    expect(session).toMatchObject({ outcome: 'refused', problem: expect.stringContaining(code) })
    const notes = site
      .transcript(session.id)
      .filter((line) => line.includes(`"${tolerance}" in the device profile`))
    expect(notes.length).toBeGreaterThan(0)
  },
)

test('any-hello lets MAIL come first', async () => {
  const { strict, lenient } = await sites('any-hello')
  for (const [site, code] of [
    [strict, '503'],
    [lenient, '250'],
  ] as const) {
    const client = await SmtpClient.connect({ port: site.port() })
    await client.reply()
    await client.expect('MAIL FROM:<a@office.test>', code)
  }
})

test('bare-line-ends takes commands that end with CR, LF or CRLF, wherever packets are cut', async () => {
  const { lenient } = await sites('bare-line-ends')
  const client = await greetedClient(lenient)
  client.write('NOOP\rNOOP\nNOOP\r\nNOOP\r')
  for (let count = 0; count < 4; count += 1) expect((await client.reply()).code).toBe(250)
  client.write('\nNOOP\r')
  expect((await client.reply()).code).toBe(250)
  // Neither that CR nor the LF here is a command of its own.
  client.write('\n')
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<b@office.test>', '250')
  client.write('DATA\r')
  await client.reply()
  client.write('\nSubject: x\r\n\r\nx\r\n.\r')
  client.write('\nNOOP\r\n')
  expect((await client.reply()).code).toBe(250)
  expect((await client.reply()).code).toBe(250)
  expect(lenient.received[0]?.subject).toBe('x')
})

test('a client that only cuts its CRLF in two needed no tolerance', async () => {
  const { lenient } = await sites('bare-line-ends')
  const client = await greetedClient(lenient)
  client.write('NOOP\r')
  await client.reply()
  client.write('\nNOOP\r\n')
  await client.reply()
  expect(lenient.sessions()[0]?.tolerated).toEqual([])
})

test('bare-line-ends still ends DATA with CRLF.CRLF alone', async () => {
  const { lenient } = await sites('bare-line-ends', STRANGERS)
  const client = await begunClient(lenient)
  await client.expect('DATA', '354')
  client.write('Subject: x\n\nx\n.\nMAIL FROM:<evil@office.test>\n.\r\nQUIT\r.\r')
  await client.expect('\r\n.', '250')
  expect(lenient.received).toHaveLength(1)
  expect(lenient.received[0]?.text).toContain('x\r\n.\r\nMAIL FROM:<evil@office.test>\r\n.\r\nQUIT\r\n')
  expect(lenient.sessions()[0]?.tolerated).toEqual(['bare-line-ends'])
})

test('missing-date adds a Date for strangers; accounts and trusted clients get one anyway', async () => {
  const { strict, lenient } = await sites('missing-date', STRANGERS)
  for (const site of [strict, lenient]) {
    expect((await sendData(await begunClient(site), 'Subject: x\r\n\r\nx')).code).toBe(250)
    expect(site.received[0]?.text).not.toContain('Message-ID:')
  }
  expect(strict.received[0]?.text).not.toContain('\r\nDate:')
  expect(lenient.received[0]?.text).toContain('\r\nDate:')
  const { lenient: trusted } = await sites('missing-date')
  await sendData(await begunClient(trusted), 'Subject: x\r\n\r\nx')
  expect(trusted.received[0]?.text).toContain('\r\nDate:')
  expect(trusted.sessions()[0]?.tolerated).toEqual([])
})

test('trailing-nul takes NUL behind answers of AUTH, which ends the dialogue without it', async () => {
  const accounts = [{ username: 'scanner', password: 'secret-word' }]
  const listener = { ...LISTENER, authInClear: true }
  for (const [tolerate, code] of [
    [[], '501 5.5.2'],
    [['trailing-nul'], '334'],
  ] as const) {
    const site = await inboundSite({ config: { listeners: [{ ...listener, tolerate }] }, accounts })
    const client = await greetedClient(site)
    await client.expect('AUTH LOGIN', '334')
    await client.expect(`${base64('scanner')}\0`, code)
    if (code === '334') await client.expect(`${base64('secret-word')}\0`, '235')
    else await client.expect(base64('secret-word'), '500')
    expect(site.sessions()[0]?.tolerated).toEqual(tolerate)
  }
})
