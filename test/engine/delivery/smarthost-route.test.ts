import { expect, test } from 'vitest'
import { ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'

test('delivers a message and reports the words of the next hop', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery()
  const outcomes = await delivery.deliver(smarthost(peer), { content: 'Subject: x\r\n\r\n.dot\r\nend\r\n' })
  expect(summary(outcomes)).toEqual(['1 delivered 250 2.0.0 Queued as 1'])
  expect(outcomes[0]).toMatchObject({ host: '[127.0.0.1]', sessionId: delivery.sessions.all()[0]?.row.id })
  expect(peer.messages[0]).toMatchObject({
    mail: 'MAIL FROM:<sender@office.test> SIZE=25',
    rcpts: ['RCPT TO:<user@far.test>'],
    content: 'Subject: x\r\n\r\n.dot\r\nend\r\n',
  })
})

test('writes the conversation into the session log, without content', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery()
  await delivery.deliver(smarthost(peer))
  await delivery.delivery.stop(new AbortController().signal)
  expect(delivery.sessions.transcript()).toEqual([
    '< 220 peer.test ESMTP',
    '> EHLO relay.office.test',
    '< 250-peer.test',
    '< 250-PIPELINING',
    '< 250-8BITMIME',
    '< 250 SIZE 0',
    '> MAIL FROM:<sender@office.test> SIZE=25',
    '> RCPT TO:<user@far.test>',
    '> DATA',
    '< 250 2.1.0 Sender ok',
    '< 250 2.1.5 Recipient ok',
    '< 354 Go ahead',
    expect.stringContaining('27'),
    '< 250 2.0.0 Queued as 1',
    '> QUIT',
    '< 221 2.0.0 Bye',
  ])
  expect(await delivery.sessions.ended()).toMatchObject({
    outcome: 'completed',
    via: 'provider',
    problem: null,
  })
})

function smarthost(peer: ScriptedSmtpPeer, more: object = {}) {
  return route({
    name: 'provider',
    kind: 'smarthost',
    host: '127.0.0.1',
    port: peer.port,
    tls: 'never',
    ...more,
  })
}
