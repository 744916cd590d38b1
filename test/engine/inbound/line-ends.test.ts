import { describe, expect, test } from 'vitest'
import { begunClient, greetedClient, sendData } from '../../support/inbound-client.ts'
import { base64, inboundSite, LISTENER } from '../../support/inbound-site.ts'

const STRANGERS = { ...LISTENER, trustedNetworks: ['127.0.0.9'] }
const BARE = 'Subject: x\r\n\r\none\ntwo\rthree\r\n'
const MENDED = 'Subject: x\r\n\r\none\r\ntwo\r\nthree\r\n'

describe('a bare CR or LF in the content', () => {
  test('is refused from strangers after they have sent everything, and the session goes on', async () => {
    const site = await inboundSite({ config: { listeners: [STRANGERS] } })
    const client = await begunClient(site)
    expect((await sendData(client, BARE)).raw).toMatch(/^550 5\.6\.11 /)
    expect(site.received).toHaveLength(0)
    await client.expect('MAIL FROM:<a@office.test>', '250')
    await client.expect('RCPT TO:<b@office.test>', '250')
    expect((await sendData(client, MENDED)).code).toBe(250)
    expect(site.received[0]?.note).toBeNull()
  })

  test('becomes CRLF from trusted clients, counted in the history and the session log', async () => {
    const site = await inboundSite()
    const client = await begunClient(site)
    expect((await sendData(client, BARE)).code).toBe(250)
    const remark = '1 bare line feed and 1 bare carriage return were made CRLF'
    expect(site.received[0]?.note).toBe(remark)
    expect(site.received[0]?.text.endsWith(`${MENDED}\r\n`)).toBe(true)
    expect(site.transcript(site.sessions()[0]?.id ?? '')).toContain(`note: ${remark}`)
    expect(site.sessions()[0]?.tolerated).toEqual([])
  })

  test('becomes CRLF from a client that has signed in', async () => {
    const site = await inboundSite({
      config: { listeners: [STRANGERS] },
      accounts: [{ username: 'scanner', password: 'secret-word' }],
    })
    const client = await greetedClient(site)
    await client.expect('STARTTLS', '220')
    await client.upgrade()
    await client.expect('EHLO scanner', '250')
    await client.expect(`AUTH PLAIN ${base64('\0scanner\0secret-word')}`, '235')
    await client.expect('MAIL FROM:<a@office.test>', '250')
    await client.expect('RCPT TO:<b@office.test>', '250')
    expect((await sendData(client, BARE)).code).toBe(250)
  })

  test.each([
    ['the listener refuses', { lineEnds: 'refuse' }, [], 550],
    ['the listener normalises', { ...STRANGERS, lineEnds: 'normalise' }, [], 250],
    ['its network refuses', {}, [{ lineEnds: 'refuse' }], 550],
    ['its network normalises', { ...STRANGERS, lineEnds: 'refuse' }, [{ lineEnds: 'normalise' }], 250],
  ])('is answered as configured where %s', async (_, listener, networks, code) => {
    const site = await inboundSite({
      config: {
        listeners: [{ ...LISTENER, ...listener }],
        networks: networks.map((network) => ({ name: 'net', addresses: ['127.0.0.1'], ...network })),
      },
    })
    expect((await sendData(await begunClient(site), BARE)).code).toBe(code)
  })
})

describe('lines over 1000 octets', () => {
  const long = `Subject: x\r\nTo: ${'somebody@office.test, '.repeat(60)}\r\n\r\n${'ü'.repeat(700)}\r\n`

  test('pass by default', async () => {
    const site = await inboundSite()
    expect((await sendData(await begunClient(site), long)).code).toBe(250)
    expect(site.received[0]?.text).toContain(long)
    expect(site.received[0]?.note).toBeNull()
  })

  test('are refused where the listener says so, and 1000 octets are not too many', async () => {
    const site = await inboundSite({ config: { listeners: [{ ...LISTENER, longLines: 'refuse' }] } })
    expect((await sendData(await begunClient(site), long)).raw).toMatch(/^554 5\.6\.0 /)
    const just = `Subject: x\r\n\r\n${'x'.repeat(998)}\r\n`
    expect((await sendData(await begunClient(site), just)).code).toBe(250)
    expect((await sendData(await begunClient(site), `${just}${'x'.repeat(999)}`)).code).toBe(554)
  })

  test('are folded where the listener says so, and said', async () => {
    const site = await inboundSite({ config: { listeners: [{ ...LISTENER, longLines: 'fold' }] } })
    expect((await sendData(await begunClient(site), long)).code).toBe(250)
    const lines = site.received[0]?.text.split('\r\n') ?? []
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998)
    expect(lines.join('')).toContain(long.replaceAll('\r\n', ''))
    expect(site.received[0]?.note).toBe('2 lines over 1000 octets were folded')
    expect(site.transcript(site.sessions()[0]?.id ?? '')).toContain(
      'note: 2 lines over 1000 octets were folded',
    )
  })

  test('stay what they are in BINARYMIME', async () => {
    const site = await inboundSite({ config: { listeners: [{ ...LISTENER, longLines: 'refuse' }] } })
    const client = await begunClient(site, ' BODY=BINARYMIME')
    client.write(`BDAT ${Buffer.byteLength(long)} LAST\r\n${long}`)
    expect((await client.reply()).code).toBe(250)
  })
})

describe('commands', () => {
  test('that end with LF alone never run, nor does what follows them up to the next CRLF', async () => {
    const site = await inboundSite()
    const client = await greetedClient(site)
    client.write('NOOP x\nMAIL FROM:<evil@office.test>\r\nNOOP\r\n')
    expect((await client.reply()).raw).toMatch(/^500 5\.5\.2 /)
    expect((await client.reply()).raw).toMatch(/^500 5\.5\.2 /)
    expect((await client.reply()).code).toBe(250)
    await client.expect('RCPT TO:<b@office.test>', '503')
  })

  test('that end with CR alone are one line with control characters', async () => {
    const client = await greetedClient(await inboundSite())
    await client.expect('NOOP\rMAIL FROM:<evil@office.test>', '501 5.5.2')
  })

  test.each(['NOOP \0x', 'NOOP\0', 'RS\x07ET', 'MAIL FROM:<a@office.test>\x1b', 'NOOP \x7f'])(
    'with control characters are refused: %j',
    async (line) => {
      const client = await greetedClient(await inboundSite())
      await client.expect(line, '501 5.5.2')
      await client.expect('NOOP', '250')
    },
  )

  test('that are broken too often end the session', async () => {
    const client = await greetedClient(await inboundSite())
    client.write('NOOP\n'.repeat(10))
    const said = await client.closed()
    expect(said.match(/^\d{3}/gm)).toEqual([...Array(9).fill('500'), '421'])
  })

  test('that were not ended when the client leaves never run', async () => {
    const site = await inboundSite()
    const client = await greetedClient(site)
    client.write('QUIT')
    client.end()
    await client.closed()
    expect(site.transcript((await site.endedSession()).id)).not.toContain('client: QUIT')
  })
})
