import { expect, test } from 'vitest'
import { SharedAddresses } from '../../../main/engine/inbound/shared-addresses.ts'
import { sharedAttention } from '../../../main/engine/status/shared-attention.ts'

const HOUR = 3_600_000

function site() {
  let now = Date.UTC(2026, 10, 23)
  const addresses = new SharedAddresses(() => now)
  const hear = (client: string, count: number, trusted = false) => {
    for (let number = 1; number <= count; number += 1) addresses.heard(client, `host-${number}.test`, trusted)
  }
  return {
    addresses,
    hear,
    later(milliseconds: number) {
      now += milliseconds
    },
  }
}

test('a private address that names itself in six ways is told, with what it may', () => {
  const { addresses, hear } = site()
  hear('172.17.0.1', 5)
  expect(addresses.list()).toEqual([])
  hear('172.17.0.1', 6, true)
  expect(addresses.list()).toEqual([{ client: '172.17.0.1', names: 6, trusted: true }])
  const [attention] = sharedAttention(addresses.list())
  expect(attention).toMatchObject({ kind: 'shared-address', severity: 'warning', subject: '172.17.0.1' })
  expect(attention?.text).toContain('whoever comes through it may relay')
})

test('a device that says one name a thousand times, in any case, is one device', () => {
  const { addresses } = site()
  for (const name of ['copier.test', 'COPIER.test', 'Copier.Test'])
    for (let turn = 0; turn < 300; turn += 1) addresses.heard('192.168.1.9', name, false)
  expect(addresses.list()).toEqual([])
})

test('many people behind a public address are nothing unusual', () => {
  const { addresses, hear } = site()
  for (const client of ['192.0.2.7', '8.8.8.8', '2a00:1450::1', 'nonsense']) hear(client, 20)
  expect(addresses.list()).toEqual([])
})

test.each(['127.0.0.1', '::1'])('programs of this computer are told as such: %s', (client) => {
  const { addresses, hear } = site()
  hear(client, 6, true)
  const [attention] = sharedAttention(addresses.list())
  expect(attention).toMatchObject({ severity: 'info', subject: client })
  expect(attention?.text).toContain('programs of this computer')
})

test.each(['10.0.0.1', '172.18.0.1', 'fd00::1', 'fe80::1%eth0', '100.64.0.1'])(
  '%s may be a gateway',
  (client) => {
    const { addresses, hear } = site()
    hear(client, 6)
    expect(sharedAttention(addresses.list())).toMatchObject([{ severity: 'info', subject: client }])
  },
)

test('names are forgotten after a day, and their address with them', () => {
  const { addresses, hear, later } = site()
  hear('10.0.0.1', 8)
  later(25 * HOUR)
  addresses.heard('10.0.0.1', 'host-1.test', false)
  expect(addresses.list()).toEqual([])
})

test('what strangers make it remember is bounded', () => {
  const { addresses, hear } = site()
  hear('10.0.0.1', 100_000)
  expect(addresses.list()).toEqual([{ client: '10.0.0.1', names: 20, trusted: false }])
  for (let number = 0; number < 5_000; number += 1) hear(`10.1.${number >> 8}.${number & 255}`, 6)
  expect(addresses.list()).toHaveLength(256)
})
