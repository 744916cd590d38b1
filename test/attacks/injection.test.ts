/** Line ends and NUL where one line is expected: in commands, parameters, settings, rewritten headers. */
import { describe, expect, test } from 'vitest'
import { parseConfiguration } from '../../main/engine/config/parse-configuration.ts'
import { parseHeaderBlock } from '../../main/engine/content/header-block.ts'
import { rewriteHeader } from '../../main/engine/content/rewrite-header.ts'
import type { RuleChange } from '../../shared/domain/rule.ts'
import { greetedClient } from '../support/inbound-client.ts'
import { base64, inboundSite } from '../support/inbound-site.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { route, summary, TemporaryDelivery } from '../support/temporary-delivery.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'

const BREAKS = ['\r', '\n', '\0', '\x0b', '\x85', '\u2028'] as const

describe('a line end or control character', () => {
  test.each(
    BREAKS.flatMap((mark) => [
      `EHLO a${mark}b`,
      `HELO a${mark}MAIL FROM:<evil@office.test>`,
      `MAIL FROM:<a${mark}b@office.test>`,
      `MAIL FROM:<a@office.test${mark}>`,
      `MAIL FROM:<"a${mark}b"@office.test>`,
      `MAIL FROM:<a@office.test> ENVID=a${mark}b`,
      `MAIL FROM:<a@office.test>${mark}RCPT TO:<victim@office.test>`,
      `VRFY a${mark}b`,
    ]),
  )('in %j is refused and runs nothing behind it', async (line) => {
    const site = await inboundSite()
    const client = await SmtpClient.connect({ port: site.port() })
    await client.reply()
    if (!line.startsWith('HELO') && !line.startsWith('EHLO')) await client.expect('EHLO client.test', '250')
    client.write(`${line}\r\nQUIT\r\n`)
    const said = await client.closed()
    // A line separator of Unicode is no line end of SMTP: the name may be taken, but as one line of one command.
    expect(said.replaceAll('\r', '').trim().split('\n').at(-1)).toMatch(/^221 /)
    if (!line.includes('\u2028')) expect(said).not.toMatch(/250 2\.1\.[05]/)
    expect(said).not.toMatch(/<evil|250 2\.1\.5/)
    expect(site.received).toEqual([])
  })

  test.each(BREAKS)('%j in RCPT or its parameters is refused', async (mark) => {
    for (const rest of [
      `<a${mark}b@office.test>`,
      `<b@office.test> ORCPT=rfc822;a${mark}b`,
      `<b@off${mark}ice.test>`,
    ]) {
      const client = await greetedClient(await inboundSite())
      await client.expect('MAIL FROM:<a@office.test>', '250')
      const { code } = await client.send(`RCPT TO:${rest}`)
      expect(code).toBeGreaterThanOrEqual(500)
    }
  })

  test.each(['+0D', '+0A', '+0D+0ARCPT+20TO:', '+00', '+7F', '+C2+85'])(
    '%s as xtext in ENVID and ORCPT is refused: decoded, it would break out of a command or a report',
    async (xtext) => {
      const client = await greetedClient(await inboundSite())
      await client.expect(`MAIL FROM:<a@office.test> ENVID=a${xtext}b`, '501')
      await client.expect('MAIL FROM:<a@office.test>', '250')
      await client.expect(`RCPT TO:<b@office.test> ORCPT=rfc822;a${xtext}b`, '501')
    },
  )

  test.each(BREAKS)('%j in a user name at AUTH reaches neither log nor account', async (mark) => {
    const site = await inboundSite({ accounts: [{ username: 'scanner', password: 'right password' }] })
    const client = await greetedClient(site)
    const name = `scanner${mark}x`
    const { code } = await client.send(`AUTH PLAIN ${base64(`\0${name}\0right password`)}`)
    expect(code).toBeGreaterThanOrEqual(500)
    expect(site.transcript(site.sessions()[0]?.id ?? '').join('\u241e')).not.toContain(name)
  })
})

describe('an envelope that got past everything', () => {
  test.each([
    'a@far.test>\r\nRCPT TO:<victim@far.test',
    'a@far.test\r\nDATA\r\n',
    'a@far.test> NOTIFY=NEVER',
    '"a@far.test',
    'a@far.test\0',
    'a@far.test\x85',
  ])('is not written to a next hop: %j', async (address) => {
    const peer = await ScriptedSmtpPeer.start({ extensions: ['DSN', 'SMTPUTF8'] })
    const target = route({
      name: 'peer',
      kind: 'smarthost',
      host: '127.0.0.1',
      port: peer.port,
      tls: 'never',
    })
    const temporary = new TemporaryDelivery()
    const [asRecipient] = summary(await temporary.deliver(target, { recipients: [address] }))
    expect(asRecipient).toMatch(/^1 refused 553 5\.1\.3/)
    const [asSender] = summary(await temporary.deliver(target, { envelope: { sender: address } }))
    expect(asSender).toMatch(/^1 refused 553 5\.1\.7/)
    expect(peer.commandsOf('RCPT')).toEqual([])
    expect(peer.commandsOf('DATA')).toEqual([])
  })

  test('ENVID and ORCPT leave as xtext, whatever they hold', async () => {
    const peer = await ScriptedSmtpPeer.start({ extensions: ['DSN'] })
    const target = route({
      name: 'peer',
      kind: 'smarthost',
      host: '127.0.0.1',
      port: peer.port,
      tls: 'never',
    })
    await new TemporaryDelivery().deliver(target, {
      envelope: { envid: 'a\r\nRSET +=' },
      recipients: [{ address: 'b@far.test', originalRecipient: 'rfc822;a\r\nQUIT>\0' }],
    })
    expect(peer.commandsOf('MAIL')[0]).toMatch(/ENVID=a\+0D\+0ARSET\+20\+2B\+3D$/)
    expect(peer.commandsOf('RCPT')[0]).toMatch(/ORCPT=rfc822;a\+0D\+0AQUIT>\+00$/)
    expect(peer.commandsOf('RSET')).toEqual([])
  })
})

describe('a configured name with a line end', () => {
  const marks = ['\r\n', '\n', '\r', '\0'] as const
  const smarthost = { name: 'hop', kind: 'smarthost', host: 'mail.test', port: 25 } as const

  test.each(
    marks.flatMap((mark) => [
      { hostname: `relay${mark}250 evil` },
      { postmaster: `post${mark}master@office.test` },
      { localDomains: [`office${mark}.test`] },
      { listeners: [{ name: `lan${mark}x`, host: '127.0.0.1', port: 2525 }] },
      { routes: [{ ...smarthost, host: `mail${mark}QUIT` }] },
      { routes: [{ ...smarthost, ehloName: `me${mark}QUIT` }] },
      { routes: [{ ...smarthost, name: `hop${mark}x` }] },
      {
        rules: [
          {
            name: 'r',
            action: { kind: 'continue' },
            changes: [{ kind: 'add-header', name: `X${mark}Bcc`, value: 'x' }],
          },
        ],
      },
      { rules: [{ name: 'r', action: { kind: 'reject', code: 550, text: `No${mark}250 yes` } }] },
    ]),
  )('is no configuration: %j', (config) => {
    expect(parseConfiguration(config).kind).toBe('issues')
  })

  test.each(marks)('%j is no part of an address that a rule fills in', async (mark) => {
    const { client } = await TemporaryEngine.start()
    for (const kind of ['sender', 'recipient', 'header-from'] as const) {
      const changes = [{ kind, address: `{local}${mark}@office.test` }]
      const item = { name: 'r', action: { kind: 'continue' as const }, changes }
      await expect(client.rules.create({ item })).rejects.toMatchObject({ code: 'INVALID' })
    }
  })

  test('is refused by the API as well, for addresses too', async () => {
    const { client } = await TemporaryEngine.start()
    for (const mark of marks) {
      const base = { sender: 'a@office.test', recipients: ['b@far.test'], base64: '' }
      await expect(client.queue.submit({ ...base, sender: `a${mark}@office.test` })).rejects.toMatchObject({
        code: 'INVALID',
      })
      await expect(
        client.queue.submit({ ...base, recipients: [`b@far.test>${mark}RCPT TO:<c@far.test`] }),
      ).rejects.toMatchObject({ code: 'INVALID' })
    }
  })
})

test.each(BREAKS)('%j in what a rule writes into a header begins no other field', (mark) => {
  const original = Buffer.from('From: a@office.test\r\nSubject: x\r\n\r\n')
  const text = headerAfter(original, [
    { kind: 'add-header', name: 'X-Note', value: `a${mark}Bcc: victim@far.test${mark}${mark}body` },
    {
      kind: 'header-from',
      address: 'office@office.test',
      displayName: `Office${mark}Bcc: victim@far.test`,
      keepReplyTo: true,
    },
  ])
  expect(text).not.toMatch(/(?:^|[\r\n])(?:Bcc:|body)/i)
  expect(text).not.toMatch(/(?<!\r)\n|\r(?!\n)|\r\n\r\n|\0/)
})

function headerAfter(original: Buffer, changes: readonly RuleChange[]) {
  const { fields } = rewriteHeader(parseHeaderBlock(original).fields, changes)
  return fields.map(({ raw }) => raw).join('')
}
