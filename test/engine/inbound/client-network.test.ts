import { expect, test } from 'vitest'
import {
  addressLiteral,
  isInNetworks,
  isLoopback,
  normalizeAddress,
} from '../../../main/engine/inbound/client-network.ts'

test.each([
  ['192.0.2.5', ['192.0.2.0/24'], true],
  ['192.0.3.5', ['192.0.2.0/24'], false],
  ['192.0.2.5', ['10.0.0.0/8', '192.0.2.5'], true],
  ['::ffff:192.0.2.5', ['192.0.2.0/24'], true],
  ['::ffff:c000:205', ['192.0.2.5'], true],
  ['192.0.2.5', ['::ffff:192.0.2.0/120'], true],
  ['2001:db8::5', ['2001:db8::/32'], true],
  ['2001:DB8:0:0::5', ['2001:db8::5'], true],
  ['fe80::1%eth0', ['fe80::/10'], true],
  ['192.0.2.5', ['2001:db8::/32', '::/0'], false],
  ['2001:db8::5', ['0.0.0.0/0'], false],
  ['192.0.2.5', ['0.0.0.0/0'], true],
  ['192.0.2.5', [], false],
  ['', ['0.0.0.0/0', '::/0'], false],
  ['192.0.2.5', ['nonsense', '192.0.2.0/99', '192.0.2.0/x'], false],
  // Octal and short forms read differently elsewhere; they are no addresses here.
  ['0300.0.2.5', ['192.0.2.0/24'], false],
])('%s in %j: %s', (address, networks, inside) => expect(isInNetworks(address, networks)).toBe(inside))

test('an address has one form', () => {
  expect(normalizeAddress('::ffff:127.0.0.1')).toBe('127.0.0.1')
  expect(normalizeAddress('2001:DB8:0:0:0:0:0:1')).toBe('2001:db8::1')
  expect(normalizeAddress('unreadable')).toBe('unreadable')
})

test('knows this computer', () => {
  expect(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true)
  expect(['10.0.0.1', '::2', ''].some(isLoopback)).toBe(false)
})

test('writes address literals', () => {
  expect(addressLiteral('192.0.2.5')).toBe('[192.0.2.5]')
  expect(addressLiteral('2001:db8::1')).toBe('[IPv6:2001:db8::1]')
})
