import { connect, createSecureContext, type SecureContextOptions, type TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { InboundServer } from '../../../main/engine/inbound/inbound-server.ts'
import type { ListenerContext } from '../../../main/engine/inbound/listener-context.ts'
import { engineConfig, type InboundSite, inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { waitFor } from '../../support/wait-for.ts'

/** A device of 2006: TLS 1.0, and an address that a network of its own may know. */
const OLD = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const
const OLD_SCANNER = { name: 'old scanner', addresses: ['127.0.0.7'], tolerate: ['old-tls'] }

async function implicitTls(
  site: InboundSite,
  localAddress: string,
  options: SecureContextOptions & { servername?: string },
): Promise<TLSSocket> {
  const address = { port: site.port(), host: '127.0.0.1', localAddress }
  const socket = connect({
    ...address,
    rejectUnauthorized: false,
    ...options,
  })
  onTestFinished(() => void socket.destroy())
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve)
    socket.once('error', reject)
  })
  return socket
}

async function startTls(
  site: InboundSite,
  localAddress: string,
  options: SecureContextOptions & { servername?: string },
): Promise<TLSSocket> {
  const client = await SmtpClient.connect({ port: site.port(), localAddress })
  await client.reply()
  await client.expect('EHLO scanner', '250')
  await client.expect('STARTTLS', '220')
  client.socket.removeAllListeners('data')
  const socket = connect({ socket: client.socket, rejectUnauthorized: false, ...options })
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve)
    socket.once('error', reject)
  })
  return socket
}

test.each([
  ['implicit', implicitTls],
  ['starttls', startTls],
] as const)('TLS 1.0 on a port with %s: only for clients whose profile has it', async (tls, begin) => {
  const site = await inboundSite({
    config: { listeners: [{ ...LISTENER, tls }], networks: [OLD_SCANNER] },
  })
  // With a server name, too: it makes TLS look for another certificate.
  const old = await begin(site, '127.0.0.7', { ...OLD, servername: 'relay.office.test' })
  expect(old.getProtocol()).toBe('TLSv1')
  const session = await waitFor('the session', () => site.sessions().find((one) => one.tls !== null))
  expect(session).toMatchObject({ network: 'old scanner', tolerated: ['old-tls'] })
  expect(site.transcript(session.id).join('\n')).toMatch(
    /note: Tolerated by the device profile \(old-tls\): TLSv1 with TLS_/,
  )
  await expect(begin(site, '127.0.0.1', OLD)).rejects.toThrow()
  const failed = await waitFor('the other', () => site.sessions().find((one) => one.outcome === 'failed'))
  expect(failed.problem).toContain('"old-tls" in the device profile of its network (unsupported protocol)')
})

test('a modern client of that network uses modern TLS, and nothing is tolerated', async () => {
  const site = await inboundSite({
    config: { listeners: [{ ...LISTENER, tls: 'implicit' }], networks: [OLD_SCANNER] },
  })
  const socket = await implicitTls(site, '127.0.0.7', {})
  expect(socket.getProtocol()).toBe('TLSv1.3')
  const session = await waitFor('the session', () => site.sessions().find((one) => one.tls !== null))
  expect(session.tolerated).toEqual([])
})

test('where the TLS library has no TLS 1.0, a session that needs it says so in words', () => {
  const notes: string[] = []
  const config = engineConfig({ networks: [OLD_SCANNER] })
  const session = { note: (text: string) => notes.push(text), end: () => undefined }
  const server = new InboundServer({
    needs: { sessions: { open: () => session } },
    listener: () => config.listeners[0],
    config: () => config,
  } as unknown as ListenerContext)
  server.setTls({ modern: createSecureContext(), old: null })
  const failed = (remoteAddress: string) =>
    server._onError(Object.assign(new Error('unsupported protocol'), { meta: { remoteAddress } }))
  failed('127.0.0.1')
  expect(notes).toEqual([])
  failed('127.0.0.7')
  expect(notes.join()).toContain('the TLS library of this computer has them no more')
})
