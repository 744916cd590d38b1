import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type InboundSite, inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { waitFor } from '../../support/wait-for.ts'

async function greeted(site: InboundSite, options: { localAddress?: string } = {}): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port: site.port(), ...options })
  await client.reply()
  await client.expect('EHLO client.test', '250')
  return client
}

async function begun(site: InboundSite): Promise<SmtpClient> {
  const client = await greeted(site)
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<b@elsewhere.test>', '250')
  return client
}

async function send(client: SmtpClient, message: string) {
  await client.expect('DATA', '354')
  client.write(message)
  return client.send('\r\n.')
}

describe('the envelope', () => {
  test('keeps DSN, BODY and SMTPUTF8', async () => {
    const site = await inboundSite()
    const client = await greeted(site)
    await client.expect(
      'MAIL FROM:<ä@büro.test> BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=QQ+2B1 SIZE=20',
      '250 2.1.0',
    )
    await client.expect(
      'RCPT TO:<b@elsewhere.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;b+2Bc@elsewhere.test',
      '250 2.1.5',
    )
    await client.expect('RCPT TO:<c@elsewhere.test> NOTIFY=NEVER', '250 2.1.5')
    expect((await send(client, 'Subject: x\r\n\r\nx')).code).toBe(250)
    expect(site.received[0]).toMatchObject({
      envelope: { sender: 'ä@büro.test', body: '8bitmime', smtpUtf8: true, ret: 'hdrs', envid: 'QQ+1' },
      recipients: [
        {
          address: 'b@elsewhere.test',
          notify: ['success', 'failure'],
          originalRecipient: 'rfc822;b+c@elsewhere.test',
        },
        { address: 'c@elsewhere.test', notify: ['never'], originalRecipient: null },
      ],
    })
    expect(site.received[0]?.text).toContain('with UTF8SMTP id')
  })

  test('names a repeated recipient once, as it was named last', async () => {
    const site = await inboundSite()
    const client = await begun(site)
    await client.expect('RCPT TO:<b@ELSEWHERE.test> NOTIFY=NEVER', '250')
    await client.expect('RCPT TO:<B@elsewhere.test>', '250')
    await send(client, '\r\nx')
    expect(site.received[0]?.recipients.map((one) => [one.address, one.notify])).toEqual([
      ['b@ELSEWHERE.test', ['never']],
      ['B@elsewhere.test', null],
    ])
  })

  test('postmaster alone goes to the configured address', async () => {
    const site = await inboundSite({ config: { postmaster: 'it@elsewhere.test' } })
    const client = await greeted(site)
    await client.expect('MAIL FROM:<>', '250')
    await client.expect('RCPT TO:<Postmaster>', '250')
    await send(client, '\r\nx')
    expect(site.received[0]?.recipients[0]?.address).toBe('it@elsewhere.test')
  })

  test.each([
    ['MAIL FROM:<user>', '501 5.1.7'],
    ['MAIL FROM:<postmaster>', '501 5.1.7'],
    ['MAIL FROM:<ä@office.test>', '550 5.6.7'],
    ['MAIL FROM:<a@office.test> SIZE=99999999999', '552 5.3.4'],
    ['MAIL FROM:<a@office.test> FUTURERELEASE=1', '555 5.5.4'],
    ['MAIL FROM:<a@office.test> BODY=9BIT', '501 5.5.4'],
    ['MAIL TO:<a@office.test>', '501 5.5.4'],
    ['RCPT TO:<b@elsewhere.test>', '503 5.5.1'],
    ['DATA', '503 5.5.1'],
    ['MAIL FROM:a@office.test', '501 5.1.7'],
    ['MAIL FROM:<a@office.test> REQUIRETLS', '555 5.5.4'],
    ['RSET now', '501 5.5.4'],
    ['SOML FROM:<a@office.test>', '500 5.5.2'],
    ['TURN', '500 5.5.2'],
    ['QUIT now', '501 5.5.4'],
    ['NOOP anything', '250 2.0.0'],
    ['VRFY root', '252 2.5.2'],
    ['STARTTLS now', '501 5.5.4'],
  ])('%s is answered %s', async (line, beginning) => {
    const client = await greeted(await inboundSite())
    await client.expect(line, beginning)
  })

  test.each([
    ['RCPT TO:<>', '501 5.1.3'],
    ['RCPT TO:b@elsewhere.test', '501 5.1.3'],
    ['RCPT TO:<b>', '501 5.1.3'],
    ['RCPT TO:<b@elsewhere.test> SIZE=1', '555 5.5.4'],
    ['RCPT TO:<ü@elsewhere.test>', '550 5.6.7'],
    ['MAIL FROM:<c@office.test>', '503 5.5.1'],
    ['DATA now', '501 5.5.4'],
  ])('within a transaction %s is answered %s', async (line, beginning) => {
    const client = await begun(await inboundSite())
    await client.expect(line, beginning)
  })

  test('DATA without an accepted recipient is refused', async () => {
    const client = await greeted(await inboundSite())
    await client.expect('MAIL FROM:<a@office.test>', '250')
    await client.expect('DATA', '554 5.5.1')
  })

  test('too many recipients are asked to come in another message', async () => {
    const site = await inboundSite({ config: { listeners: [{ ...LISTENER, maxRecipients: 2 }] } })
    const client = await begun(site)
    await client.expect('RCPT TO:<c@elsewhere.test>', '250')
    await client.expect('RCPT TO:<d@elsewhere.test>', '452 4.5.3')
    await client.expect('RCPT TO:<c@elsewhere.test>', '250')
    expect((await send(client, '\r\nx')).code).toBe(250)
    expect(site.received[0]?.recipients).toHaveLength(2)
  })
})

test('a stranger reaches local domains only, and the note says what decided', async () => {
  const site = await inboundSite({ config: { listeners: [{ ...LISTENER, trustedNetworks: ['127.0.0.9'] }] } })
  const client = await greeted(site)
  await client.expect('MAIL FROM:<a@b.test>', '250')
  const { raw } = await client.send('RCPT TO:<user@elsewhere.test>')
  expect(raw).toContain(
    '550 5.7.1 Relaying to <user@elsewhere.test> is refused: 127.0.0.1 is not in a trusted network of listener lan',
  )
  await client.expect('RCPT TO:<user%elsewhere.test@office.test>', '550 5.7.1')
  await client.expect('RCPT TO:<@office.test:user@elsewhere.test>', '550 5.7.1')
  await client.expect('RCPT TO:<"user@elsewhere.test"@office.test>', '550 5.7.1')
  await client.expect('RCPT TO:<user@office.test>', '250')
  await send(client, 'X: y\r\n\r\nx')
  expect(site.received[0]?.text).not.toMatch(/Message-ID|Date:/)
  await client.expect('QUIT', '221')
  const session = await site.endedSession()
  expect(session.outcome).toBe('completed')
  expect(site.transcript(session.id).join('\n')).toContain(
    'note: listener lan: 127.0.0.1 is in none of its trusted networks',
  )
})

test('a relay rule refuses on the wire', async () => {
  const site = await inboundSite({
    decideAtRcpt: ({ recipient, client, listener, size }) =>
      recipient.startsWith('blocked@')
        ? {
            kind: 'reject',
            code: 451,
            enhanced: '4.7.1',
            text: `Not now (${client} ${listener} ${size})`,
            rule: 'no blocked',
          }
        : { kind: 'accept' },
  })
  const client = await greeted(site)
  await client.expect('MAIL FROM:<a@office.test> SIZE=77', '250')
  await client.expect('RCPT TO:<blocked@elsewhere.test>', '451 4.7.1 Not now (127.0.0.1 lan 77)')
  await client.expect('QUIT', '221')
  const session = await site.endedSession()
  expect(session).toMatchObject({ outcome: 'refused', problem: '451 4.7.1 Not now (127.0.0.1 lan 77)' })
  expect(site.transcript(session.id)).toContain('note: rule no blocked refused <blocked@elsewhere.test>')
})

describe('the message', () => {
  test('gets Message-ID and Date only where they lack', async () => {
    const site = await inboundSite()
    const client = await begun(site)
    await send(client, 'Message-ID: <own@office.test>\r\nDate: Mon, 5 Jan 2026 08:00:00 +0000\r\n\r\nx')
    expect(site.received[0]).toMatchObject({ messageId: 'own@office.test' })
    expect(site.received[0]?.text.match(/^(Message-ID|Date):/gim)).toHaveLength(2)
  })

  test('keeps text apart from the header where a device sends none', async () => {
    const site = await inboundSite()
    await send(await begun(site), 'Toner is low')
    expect(site.received[0]?.text).toMatch(/\r\nDate: [^\r\n]+\r\n\r\nToner is low\r\n$/)
  })

  test('does not go round and round', async () => {
    const site = await inboundSite()
    const client = await begun(site)
    const { raw } = await send(client, `${'Received: from a by b; date\r\n'.repeat(51)}\r\nx`)
    expect(raw).toMatch(/^554 5\.4\.6 /)
    expect(site.received).toHaveLength(0)
    await client.expect('MAIL FROM:<a@office.test>', '250')
  })

  test('is refused when it grows too large on the way, and the session goes on', async () => {
    const site = await inboundSite({ config: { listeners: [{ ...LISTENER, maxSize: '2KiB' }] } })
    const client = await begun(site)
    expect((await send(client, `Subject: x\r\n\r\n${'x'.repeat(3_000)}`)).raw).toMatch(/^552 5\.3\.4 .*2KiB/)
    expect(site.received).toHaveLength(0)
    await client.expect('MAIL FROM:<a@office.test>', '250')
    await client.expect('RCPT TO:<b@elsewhere.test>', '250')
    expect((await send(client, 'Subject: x\r\n\r\nx')).code).toBe(250)
  })

  test('cannot smuggle another one in', async () => {
    const site = await inboundSite()
    const client = await begun(site)
    await client.expect('DATA', '354')
    client.write(
      'Subject: x\r\n\r\nx\n.\nMAIL FROM:<evil@office.test>\r\n.\nRCPT TO:<b@elsewhere.test>\n.\r\nQUIT\r\n.\r\n',
    )
    await client.reply()
    expect(site.received).toHaveLength(1)
    expect(site.received[0]?.text).toContain('\r\n.\r\nMAIL FROM:<evil@office.test>\r\n')
    await client.expect('NOOP', '250')
  })

  test('may be pipelined with the next one', async () => {
    const site = await inboundSite()
    const client = await greeted(site)
    const one = 'MAIL FROM:<a@office.test>\r\nRCPT TO:<b@elsewhere.test>\r\nDATA\r\n'
    client.write(`${one}Subject: 1\r\n\r\nx\r\n.\r\n${one}Subject: 2\r\n\r\nx\r\n.\r\nQUIT\r\n`)
    const rest = await client.closed()
    expect(rest.match(/^\d{3}/gm)).toEqual(['250', '250', '354', '250', '250', '250', '354', '250', '221'])
    expect(site.received.map((message) => message.subject)).toEqual(['1', '2'])
  })

  test.each([
    ['ENOSPC', '452 4.3.1'],
    ['EIO', '451 4.3.0'],
  ])('is not taken when storing its body fails with %s', async (code, beginning) => {
    const site = await inboundSite()
    site.failure.body = Object.assign(new Error(code), { code })
    const client = await begun(site)
    expect((await send(client, 'Subject: x\r\n\r\nx')).raw.startsWith(beginning)).toBe(true)
    await client.expect('NOOP', '250')
  })

  test('is not taken when the queue does not take it', async () => {
    const site = await inboundSite()
    site.failure.receive = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    expect((await send(await begun(site), '\r\nx')).raw).toMatch(/^452 4\.3\.1/)
    site.failure.receive = new Error('worker gone')
    expect((await send(await begun(site), '\r\nx')).raw).toMatch(/^451 4\.3\.0/)
  })

  test('that breaks off in the middle leaves nothing but a failed session', async () => {
    const site = await inboundSite()
    const client = await begun(site)
    await client.expect('DATA', '354')
    client.write('Subject: x\r\n\r\nhalf a mess')
    client.socket.destroy()
    expect(await site.endedSession()).toMatchObject({
      outcome: 'failed',
      problem: 'The client closed the connection before its message was complete',
    })
    expect(site.received).toHaveLength(0)
  })

  test('is kept although the client does not wait for the answer, and the session says so', async () => {
    const site = await inboundSite()
    const gate = Promise.withResolvers<void>()
    site.gate = gate.promise
    const client = await begun(site)
    await client.expect('DATA', '354')
    client.write('Subject: x\r\n\r\nx\r\n.\r\n')
    await waitFor('the data', () =>
      site.transcript(site.sessions()[0]?.id ?? '').some((line) => line.startsWith('data:')),
    )
    client.socket.resetAndDestroy()
    await waitFor('the server to notice', () => site.inbound.statuses()[0]?.connections === 0)
    gate.resolve()
    const session = await site.endedSession()
    expect(session.messageIds).toEqual([site.received[0]?.id])
    expect(site.transcript(session.id).join('\n')).toContain('it may send it again')
  })
})

test('a full disk is said at MAIL, and forgotten when there is room', async () => {
  const site = await inboundSite()
  const client = await greeted(site)
  site.free = 300 * 1024 * 1024
  site.clock.advance(5_000)
  await waitFor('the disk to be looked at', () => site.inbound.disk().freeBytes === site.free)
  await client.expect('MAIL FROM:<a@office.test> SIZE=1000', '250')
  await client.expect('RSET', '250')
  site.free = 100 * 1024 * 1024
  await waitFor('the disk to be low', () => {
    site.clock.advance(5_000)
    return site.inbound.disk().low
  })
  await client.expect('MAIL FROM:<a@office.test>', '452 4.3.1')
  site.free = 10 * 1024 ** 3
  await waitFor('the disk to have room', () => {
    site.clock.advance(5_000)
    return !site.inbound.disk().low
  })
  await client.expect('MAIL FROM:<a@office.test>', '250')
})

test('QUIT ends the session at once, whether or not the client closes as well', async () => {
  const site = await inboundSite()
  const client = connect({ port: site.port(), host: '127.0.0.1', allowHalfOpen: true })
  onTestFinished(() => void client.destroy())
  client.write('EHLO client.test\r\nQUIT\r\n')
  let heard = ''
  for await (const part of client) heard += part
  expect(heard).toMatch(/^250 [^\n]*\n221 2\.0\.0 Goodbye\r\n$/m)
  await waitFor('the end of the session', () => site.sessions().every(({ endedAt }) => endedAt !== null))
  expect(site.sessions()).toMatchObject([{ outcome: 'completed', problem: null }])
})
