/** Who is trusted by address: nobody becomes so by the clothes of the address, and what a gateway hides is hidden. */
import { describe, expect, test } from 'vitest'
import { isInNetworks, normalizeAddress } from '../../main/engine/inbound/client-network.ts'
import { greetedClient } from '../support/inbound-client.ts'
import { inboundSite, LISTENER } from '../support/inbound-site.ts'
import { SmtpClient } from '../support/smtp-client.ts'

describe('an address is what it is', () => {
  test.each([
    ['::ffff:192.0.2.1', ['::/0'], false],
    ['192.0.2.1', ['::/0'], false],
    ['2001:db8::1', ['0.0.0.0/0'], false],
    ['::192.0.2.1', ['192.0.2.0/24'], false],
    ['64:ff9b::192.0.2.1', ['192.0.2.0/24'], false],
    ['2002:c000:201::1', ['192.0.2.0/24'], false],
    ['fe80::1%eth0', ['fe80::/10'], true],
    ['fe80::1%192.168.0.1', ['192.168.0.0/16'], false],
    ['::1', ['127.0.0.0/8'], false],
    ['::ffff:127.0.0.1', ['127.0.0.0/8'], true],
    ['127.0.0.1', ['::1/128'], false],
    ['0127.0.0.1', ['127.0.0.0/8', '87.0.0.0/8'], false],
    ['2130706433', ['127.0.0.0/8'], false],
    ['127.1', ['127.0.0.0/8'], false],
    ['0x7f.0.0.1', ['127.0.0.0/8'], false],
    ['10.0.0.1', ['10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/', '10.0.0/8', ''], false],
    ['172.17.0.1', ['127.0.0.0/8', '192.168.0.0/16'], false],
    ['', ['0.0.0.0/0', '::/0'], false],
  ] as const)('%s in %j: %s', (address, networks, inside) => {
    expect(isInNetworks(normalizeAddress(address), networks)).toBe(inside)
  })
})

describe('a stranger may not relay', () => {
  test.each([
    ['over IPv6, where only 127.0.0.0/8 is trusted', '::1', '::1', ['127.0.0.0/8']],
    ['over IPv4 to a dual-stack listener, where only ::1 is trusted', '::', '127.0.0.1', ['::1/128']],
    ['over IPv4 to a dual-stack listener, where all of IPv6 is trusted', '::', '127.0.0.1', ['::/0']],
    [
      'behind a gateway that is not named itself',
      '127.0.0.1',
      '127.0.0.1',
      ['192.168.0.0/16', '172.16.0.0/12'],
    ],
  ])('%s', async (_, host, to, trustedNetworks) => {
    const site = await inboundSite({ config: { listeners: [{ ...LISTENER, host, trustedNetworks }] } })
    const client = await SmtpClient.connect({ port: site.port(), host: to })
    await client.reply()
    await client.expect('EHLO [127.0.0.1]', '250')
    await client.expect('MAIL FROM:<user@office.test>', '250')
    await client.expect('RCPT TO:<victim@elsewhere.test>', '550 5.7.1')
  })

  test.each([
    'PROXY TCP4 192.168.0.5 192.168.0.1 56324 25',
    'XCLIENT ADDR=192.168.0.5 NAME=trusted',
    'XFORWARD ADDR=192.168.0.5',
  ])('by the claim of a gateway that nobody configured: %s', async (claim) => {
    const site = await inboundSite({
      config: { listeners: [{ ...LISTENER, trustedNetworks: ['192.168.0.0/16'] }] },
    })
    const client = await greetedClient(site)
    expect((await client.send(claim)).code).toBeGreaterThanOrEqual(500)
    await client.expect('MAIL FROM:<user@office.test>', '250')
    await client.expect('RCPT TO:<victim@elsewhere.test>', '550 5.7.1')
  })
})
