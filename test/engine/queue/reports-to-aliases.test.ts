import { expect, test } from 'vitest'
import { NextHop } from '../../support/next-hop.ts'
import { sendMail } from '../../support/send-mail.ts'
import { TemporaryEngine } from '../../support/temporary-engine.ts'
import { waitFor } from '../../support/wait-for.ts'

test('a bounce to an alias of the house goes to its people', { timeout: 30_000 }, async () => {
  const hop = await NextHop.start({
    onRcptTo({ address }, _session, callback) {
      const refused = Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 })
      callback(address === 'nobody@far.test' ? refused : null)
    },
  })
  const engine = await TemporaryEngine.start({
    config: {
      localDomains: ['office.test'],
      localMail: {
        mailboxes: [{ address: 'ann@office.test' }],
        aliases: [{ address: 'sales@office.test', members: ['ann@office.test', 'bob@else.test'] }],
      },
      routes: [{ name: 'next', kind: 'smarthost', host: '127.0.0.1', port: hop.port, tls: 'never' }],
      rules: [{ name: 'all', action: { kind: 'route', route: 'next' } }],
    },
  })
  await sendMail(await engine.port(), { from: 'sales@office.test', to: 'nobody@far.test' })
  const bounce = await waitFor('the bounce', () => hop.arrived[0])
  expect(bounce).toMatchObject({ sender: '', recipients: ['ann@office.test', 'bob@else.test'] })
})
