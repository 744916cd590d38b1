import { expect, test } from 'vitest'
import { DnsCache } from '../../../main/engine/delivery/dns-cache.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeDns, type FakeRecords } from '../../support/fake-dns.ts'

test('asks once for many who ask at the same time, and until the answer is too old', async () => {
  const { cache, clock, dns } = caching({ 'far.test': { a: ['192.0.2.1'], ttl: 300 } })
  await Promise.all([1, 2, 3].map(() => cache.lookUp('far.test', 'A')))
  clock.advance(299_000)
  expect((await cache.lookUp('FAR.test', 'A')).records).toEqual(['192.0.2.1'])
  expect(dns.queries).toHaveLength(1)
  clock.advance(1_000)
  await cache.lookUp('far.test', 'A')
  expect(dns.queries).toHaveLength(2)
})

test.each<[string, FakeRecords, string, number]>([
  ['a minute where nobody said how long it lives', { a: ['192.0.2.1'] }, 'A', 60],
  ['an hour at most', { a: ['192.0.2.1'], ttl: 1_000_000 }, 'A', 3_600],
  ['half a minute where there is nothing', {}, 'A', 30],
  ['a few seconds where the server failed', { a: 'ESERVFAIL' }, 'A', 5],
])('keeps an answer for %s', async (_name, records, type, seconds) => {
  const { cache, clock, dns } = caching({ 'far.test': records })
  const ask = () => cache.lookUp('far.test', type as 'A').catch(() => undefined)
  await ask()
  clock.advance(seconds * 1_000 - 1)
  await ask()
  expect(dns.queries).toHaveLength(1)
  clock.advance(1)
  await ask()
  expect(dns.queries).toHaveLength(2)
})

test('gives everybody an error of their own', async () => {
  const { cache } = caching({})
  const [first, second] = await Promise.allSettled([
    cache.lookUp('far.test', 'A'),
    cache.lookUp('far.test', 'A'),
  ])
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'ENOTFOUND' } })
  expect(second).not.toBe(first)
  expect((first as PromiseRejectedResult).reason).not.toBe((second as PromiseRejectedResult).reason)
})

test('forgets everything when other DNS servers are asked', async () => {
  const clock = new FakeClock()
  let dns = new FakeDns({ 'far.test': { a: ['192.0.2.1'] } })
  const cache = new DnsCache(() => dns, clock)
  await cache.lookUp('far.test', 'A')
  dns = new FakeDns({ 'far.test': { a: ['192.0.2.2'] } })
  expect((await cache.lookUp('far.test', 'A')).records).toEqual(['192.0.2.2'])
})

test('stays small however many names it is asked for', async () => {
  const { cache, dns } = caching({})
  const ask = (number: number) => cache.lookUp(`host${number}.test`, 'A').catch(() => undefined)
  for (let number = 0; number < 6_000; number++) await ask(number)
  dns.queries.length = 0
  await ask(5_999)
  expect(dns.queries).toEqual([])
  await ask(0)
  expect(dns.queries).toHaveLength(1)
})

function caching(table: Record<string, FakeRecords>) {
  const clock = new FakeClock()
  const dns = new FakeDns(table)
  return { clock, dns, cache: new DnsCache(() => dns, clock) }
}
