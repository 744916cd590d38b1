import { expect, test } from 'vitest'
import { HANG, ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'
import { waitFor } from '../../support/wait-for.ts'

const smarthost = (peer: ScriptedSmtpPeer) =>
  route({ name: 'provider', kind: 'smarthost', host: '127.0.0.1', port: peer.port, tls: 'never' })

test.each(['EHLO', 'DATA'])(
  'a session that is ended by hand at %s fails its attempt for now, so that it is tried again',
  async (verb) => {
    const peer = await ScriptedSmtpPeer.start({
      answer: (command) => (command.verb === verb ? HANG : undefined),
    })
    const delivery = new TemporaryDelivery()
    const delivered = delivery.deliver(smarthost(peer))
    const { id } = await waitFor('the session', () =>
      peer.commandsOf(verb).length > 0 ? (delivery.sessions.log.live()[0] ?? null) : null,
    )
    expect(delivery.sessions.log.disconnect(id)).toBe(true)
    expect(summary(await delivered)[0]).toMatch(/deferred/)
    expect(delivery.sessions.transcript()).toContain('! Ended by hand')
    expect((await delivery.sessions.ended()).outcome).toBe('failed')
    expect(delivery.sessions.log.disconnect(id)).toBe(false)
  },
)
