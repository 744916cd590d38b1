import { describe, expect, test } from 'vitest'
import { BlockedClients } from '../../../main/engine/inbound/blocks/blocked-clients.ts'
import { blockClient } from '../../../main/engine/inbound/blocks/edit-blocks.ts'
import { begunClient, greetedClient } from '../../support/inbound-client.ts'
import { inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { waitFor } from '../../support/wait-for.ts'

const BAD = '127.0.0.66'
const block = (client: string, until: number | null = null) => ({ client, note: '', since: 0, until })
const OPEN = { listeners: [{ ...LISTENER, trustedNetworks: ['127.0.0.0/8'] }] }

describe('a blocked client', () => {
  test('hears 554 in place of a greeting, also in a trusted network; others are served', async () => {
    const site = await inboundSite({ config: { ...OPEN, blockedClients: [block(BAD)] } })
    const client = await SmtpClient.connect({ port: site.port(), localAddress: BAD })
    expect((await client.reply()).raw).toBe('554 5.7.1 relay.office.test takes no mail from your address')
    await client.closed()
    expect(await site.endedSession()).toMatchObject({
      outcome: 'refused',
      peerAddress: BAD,
      cause: { kind: 'blocked', name: BAD },
    })
    const other = await greetedClient(site)
    other.end()
  })

  test('gets one row a minute in the log, however often it comes, with the number of the others', async () => {
    const site = await inboundSite({ config: { ...OPEN, blockedClients: [block(`${BAD}/31`)] } })
    const knock = async () => {
      const client = await SmtpClient.connect({ port: site.port(), localAddress: BAD })
      await client.reply()
      await client.closed()
    }
    for (let count = 0; count < 5; count += 1) await knock()
    expect(site.sessions()).toHaveLength(1)
    await site.clock.advance(61_000)
    await knock()
    expect(site.sessions()).toHaveLength(2)
    expect(site.transcript(site.sessions()[0]?.id ?? '')).toContain(
      'note: It came 4 times more since the row before, and was refused likewise',
    )
  })

  test('is let in again when the time is over', async () => {
    const site = await inboundSite({ config: OPEN })
    await site.apply({ blockedClients: [block(BAD, site.clock.now() + 60_000)] })
    const early = await SmtpClient.connect({ port: site.port(), localAddress: BAD })
    expect((await early.reply()).code).toBe(554)
    await site.clock.advance(60_000)
    const late = await greetedClient(site, { localAddress: BAD })
    late.end()
  })

  test('loses the sessions that it has open, and what it was handing in is not taken', async () => {
    const site = await inboundSite({ config: OPEN })
    const idle = await greetedClient(site, { localAddress: BAD })
    const sending = await begunClient(site, '', { localAddress: BAD })
    await sending.expect('DATA', '354')
    sending.write('Subject: half\r\n\r\nText')
    await waitFor('both sessions', () => (site.sessions().length === 2 ? true : null))
    await site.apply({ blockedClients: [block(BAD)] })
    expect((await idle.reply()).raw).toContain('421 4.7.0')
    expect((await sending.send('\r\n.')).code).toBe(421)
    await sending.closed()
    expect(site.received).toHaveLength(0)
    expect((await site.endedSession()).cause).toEqual({ kind: 'blocked', name: BAD })
  })
})

test('IPv4 in IPv6 clothes is the same client, networks are searched, this computer is never blocked', () => {
  const clients = new BlockedClients(() => 1_000)
  const blocks = [block('::ffff:192.0.2.5'), block('198.51.100.0/24'), block('0.0.0.0/0', 999)]
  expect(clients.find(blocks, '192.0.2.5')?.client).toBe('::ffff:192.0.2.5')
  expect(clients.find(blocks, '198.51.100.9')?.client).toBe('198.51.100.0/24')
  expect(clients.find(blocks, '192.0.2.6')).toBeNull()
  expect(clients.find([block('127.0.0.0/8')], '127.0.0.1')).toBeNull()
  expect(clients.find([block('127.0.0.0/8')], '127.0.0.2')).not.toBeNull()
})

test('a network that holds nobody is told, not kept as a block that blocks nothing', async () => {
  const asked = { client: '::ffff:10.0.0.0/95', note: '', until: null }
  const config = { bare: () => ({}) as never, change: () => Promise.reject(new Error('nothing is changed')) }
  const context = { config, now: 1, actor: 'test', ownAddresses: [] }
  await expect(blockClient(asked, context as never)).rejects.toMatchObject({ code: 'INVALID' })
})

describe('a session that is ended by hand', () => {
  test('says 421 4.3.2 at once where it is idle', async () => {
    const site = await inboundSite({ config: OPEN })
    const client = await greetedClient(site)
    const { id } = site.sessions()[0] ?? { id: '' }
    expect(site.sessionLog.disconnect(id)).toBe(true)
    expect((await client.reply()).raw).toBe('421 4.3.2 The administrator ended this session')
    await client.closed()
    await site.endedSession()
    expect(site.sessionLog.disconnect(id)).toBe(false)
  })

  test('does not take the message that is coming', async () => {
    const site = await inboundSite({ config: OPEN })
    const client = await begunClient(site)
    await client.expect('DATA', '354')
    client.write('Subject: half\r\n\r\nText')
    const { id } = site.sessions()[0] ?? { id: '' }
    site.sessionLog.disconnect(id)
    expect((await client.send('\r\n.')).raw).toContain('421 4.3.2')
    expect(site.received).toHaveLength(0)
    expect(await site.endedSession()).toMatchObject({ outcome: 'refused' })
  })

  test('a client that goes on sending and never ends is cut off', async () => {
    const site = await inboundSite({ config: OPEN })
    const client = await begunClient(site)
    await client.expect('DATA', '354')
    site.sessionLog.disconnect(site.sessions()[0]?.id ?? '')
    await site.clock.advance(10_000)
    await client.closed()
    expect((await site.endedSession()).outcome).not.toBe('completed')
  })
})
