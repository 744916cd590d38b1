import { expect, test } from 'vitest'
import { DROP, type PeerScript, ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'

const RECIPIENTS = ['a@office.test', 'b@office.test', 'c@office.test', 'a@office.test']

test('reports the answer of each recipient', async () => {
  const { peer, outcomes } = await deliverTo({
    answer: ({ verb, recipient }) => {
      if (verb === 'CONTENT' && recipient === 'b@office.test') return '552 5.2.2 Quota exceeded'
      return verb === 'CONTENT' && recipient === 'c@office.test' ? '451 4.2.0 Locked' : undefined
    },
  })
  expect(summary(outcomes)).toEqual([
    '1 delivered 250 2.0.0 Stored',
    '2 refused 552 5.2.2 Quota exceeded',
    '3 deferred 451 4.2.0 Locked',
    '4 delivered 250 2.0.0 Stored',
  ])
  expect(peer.commandsOf('LHLO')).toEqual(['LHLO relay.office.test'])
})

test('counts the answers of those only who were accepted', async () => {
  const { outcomes } = await deliverTo({
    answer: ({ verb, recipient }) =>
      verb === 'RCPT' && recipient === 'b@office.test' ? '550 5.1.1 No such mailbox' : undefined,
  })
  expect(summary(outcomes)).toEqual([
    '1 delivered 250 2.0.0 Stored',
    '2 refused 550 5.1.1 No such mailbox',
    '3 delivered 250 2.0.0 Stored',
    '4 delivered 250 2.0.0 Stored',
  ])
})

test('keeps what was answered when the connection breaks between the answers', async () => {
  const { outcomes } = await deliverTo({
    answer: ({ verb, recipient }) => (verb === 'CONTENT' && recipient === 'b@office.test' ? DROP : undefined),
  })
  expect(summary(outcomes)).toEqual([
    '1 delivered 250 2.0.0 Stored',
    expect.stringMatching(/^2 deferred 4\.4\.2 .*may get it twice/),
    expect.stringMatching(/^3 deferred/),
    expect.stringMatching(/^4 deferred/),
  ])
})

async function deliverTo(script: PeerScript) {
  const peer = await ScriptedSmtpPeer.start({ lmtp: true, ...script })
  const target = route({ name: 'dovecot', kind: 'lmtp', host: '127.0.0.1', port: peer.port })
  return { peer, outcomes: await new TemporaryDelivery().deliver(target, { recipients: RECIPIENTS }) }
}
