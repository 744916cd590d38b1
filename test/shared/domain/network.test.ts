import { describe, expect, it } from 'vitest'
import { matchesNetwork } from '../../../shared/domain/network.ts'

describe('a network', () => {
  it.each([
    ['192.168.1.0/24', '192.168.1.77'],
    ['192.168.1.77', '192.168.1.77'],
    ['0.0.0.0/0', '203.0.113.9'],
    ['10.0.0.0/8', '::ffff:10.1.2.3'],
    ['::ffff:10.0.0.0/104', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['fd00::/8', 'fd12:3456::1'],
    ['::1/128', '0:0:0:0:0:0:0:1'],
    ['fe80::/10', 'fe80::1%eth0'],
  ])('%s has %s', (network, address) => {
    expect(matchesNetwork(network, address)).toBe(true)
  })

  it.each([
    ['192.168.1.0/24', '192.168.2.1'],
    ['::/0', '192.0.2.1'],
    ['0.0.0.0/0', 'fd00::1'],
    ['10.0.0.0/33', '10.0.0.1'],
    ['10.0.0.0/', '10.0.0.1'],
    ['::ffff:10.0.0.0/8', '10.0.0.1'],
    ['10.0/8', '10.0.0.1'],
    ['10.0.0.0/8', '10.1'],
    ['10.0.0.0/8', '0x0a.1.1.1'],
    ['office', '10.0.0.1'],
    ['10.0.0.0/8', ''],
  ])('%s has not %s', (network, address) => {
    expect(matchesNetwork(network, address)).toBe(false)
  })
})
