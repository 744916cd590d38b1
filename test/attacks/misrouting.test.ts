/** Addresses that two readers take apart in different ways: what is routed, what is written and what is shown is one. */
import { describe, expect, test } from 'vitest'
import { composeMessage } from '../../main/cli/sendmail/compose-message.ts'
import { addressesIn } from '../../main/engine/content/content-facts.ts'
import { checkFrom } from '../../main/engine/inbound/from-check.ts'
import { addressProblem, parsePath } from '../../main/engine/inbound/parse-path.ts'
import { domainOf } from '../../shared/domain/address.ts'
import { FakeDns } from '../support/fake-dns.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../support/temporary-delivery.ts'

const QUOTED = [
  '"victim@evil.test"@office.test',
  '"a\\"@evil.test"@office.test',
  '"<x@evil.test>"@office.test',
] as const

describe('a quoted local part with an address in it (CVE-2025-13033)', () => {
  test.each(QUOTED)('%s goes to the domain behind the last @, and nowhere else', async (address) => {
    expect(domainOf(address)).toBe('office.test')
    const office = await ScriptedSmtpPeer.start({ host: '127.0.0.2' })
    const evil = await ScriptedSmtpPeer.start({ host: '127.0.0.3', port: office.port })
    const delivery = new TemporaryDelivery({
      dns: new FakeDns({
        'office.test': { mx: [[1, 'mx.office.test']] },
        'mx.office.test': { a: ['127.0.0.2'] },
        'evil.test': { mx: [[1, 'mx.evil.test']] },
        'mx.evil.test': { a: ['127.0.0.3'] },
      }),
    })
    const target = route({ name: 'mx', kind: 'mx', port: office.port, tls: 'never' })
    await delivery.deliver(target, { recipients: [address] })
    expect(evil.connections).toBe(0)
    for (const command of office.commandsOf('RCPT')) expect(command).toBe(`RCPT TO:<${address}>`)
  })

  test.each(QUOTED)('%s is written to a smart host as it was given, quotes and all', async (address) => {
    const peer = await ScriptedSmtpPeer.start()
    const target = route({ name: 'hop', kind: 'smarthost', host: '127.0.0.1', port: peer.port, tls: 'never' })
    const outcomes = await new TemporaryDelivery().deliver(target, { recipients: [address] })
    expect(summary(outcomes)).toEqual(['1 delivered 250 2.0.0 Queued as 1'])
    expect(peer.commandsOf('RCPT')).toEqual([`RCPT TO:<${address}>`])
  })

  test.each([
    'To: "victim@evil.test x"@office.test',
    'To: "victim@evil.test"@office.test',
    'To: "a" "b@evil.test"@office.test',
    'To: "x <a@evil.test>" <b@office.test>',
    'To: b@office.test (a@evil.test)',
    'To: =?utf-8?Q?a=40evil.test=2C?= <b@office.test>',
    'To: a@evil.test <b@office.test>',
  ])('sendmail -t never takes the inner address of %j', (field) => {
    const { recipients } = composeMessage(
      Buffer.from(`${field}\n\nx\n`),
      { readRecipients: true, dotEnds: true, sender: null, fullName: null, recipients: [] },
      { user: 'user', hostname: 'host.test', date: 'date', unique: 'unique' },
    )
    for (const address of recipients) expect(domainOf(address)).toBe('office.test')
    // What lost its quotes is no address, and the engine refuses it.
    for (const address of recipients)
      expect(address === 'b@office.test' || addressProblem(address) !== null).toBe(true)
  })

  test.each([
    '"ceo@bank.test"@office.test',
    'ceo@bank.test@office.test',
    'ceo@bank.test <x@office.test>, ceo@bank.test@office.test',
  ])(
    'From: %s is refused to who may write as *@office.test: some readers show the first address',
    (value) => {
      const rights = {
        allowed: ['*@office.test'],
        wire: 'this',
        log: 'x',
        cause: { kind: 'account', name: 'x' },
      } as const
      expect(checkFrom(rights, Buffer.from(`From: ${value}\r\n\r\n`), true)).not.toBeNull()
      expect(checkFrom(rights, Buffer.from('From: anna@office.test\r\n\r\n'), true)).toBeNull()
    },
  )
})

describe('an address made to exhaust its parser', () => {
  test.each([
    ['groups within groups', 'a:'.repeat(30_000)],
    ['comments within comments', '('.repeat(60_000)],
    ['quotes that never end', '"\\'.repeat(30_000)],
    ['brackets', '<'.repeat(60_000)],
    ['thousands of @', 'a@'.repeat(30_000)],
    ['a source route without end', `<${'@a.test,'.repeat(8_000)}@b.test:c@d.test>`],
    ['dots', `<${'.'.repeat(60_000)}@b.test>`],
  ])('%s comes to an end in every parser of addresses', (_, text) => {
    parsePath(text)
    parsePath(`<${text}>`)
    expect(addressesIn(text).length).toBeLessThan(60_000)
  })

  test('of more octets than RFC 5321 has is refused before anything looks into it', () => {
    expect(addressProblem(`${'a'.repeat(300)}@b.test`)).toMatch(/longer/)
    expect(addressProblem(`a@${'b.'.repeat(200)}test`)).toMatch(/longer/)
  })
})
