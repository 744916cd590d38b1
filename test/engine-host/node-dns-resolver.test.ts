import { expect, test } from 'vitest'
import { parseServerAddress } from '../../main/engine-host/look-up-dns.ts'
import { createNodeDnsResolver } from '../../main/engine-host/node-dns-resolver.ts'
import { type DnsAnswer, DnsServer } from '../support/dns-server.ts'

const TLSA = { usage: 3, selector: 1, matchingType: 1, data: Buffer.alloc(32, 7) }

test('reads every type of record, with the time to live and what the server says of DNSSEC', async () => {
  const dns = await resolver({
    'far.test': {
      a: ['192.0.2.1'],
      aaaa: ['2001:db8::1'],
      mx: [[10, 'mx.far.test']],
      txt: ['v=STSv1; id=1;', 'x'.repeat(300)],
      tlsa: [TLSA],
      secure: true,
      ttl: 90,
    },
  })
  const known = { authenticated: true, ttl: 90 }
  expect(await dns.lookUp('far.test', 'A')).toEqual({ ...known, records: ['192.0.2.1'] })
  expect(await dns.lookUp('far.test', 'AAAA')).toEqual({ ...known, records: ['2001:db8::1'] })
  expect(await dns.lookUp('far.test', 'MX')).toEqual({
    ...known,
    records: [{ exchange: 'mx.far.test', priority: 10 }],
  })
  expect((await dns.lookUp('far.test', 'TXT')).records).toEqual(['v=STSv1; id=1;', 'x'.repeat(300)])
  expect((await dns.lookUp('far.test', 'TLSA')).records).toEqual([TLSA])
  expect(await dns.resolveTxt('far.test')).toEqual(['v=STSv1; id=1;', 'x'.repeat(300)])
})

test('takes an answer without AD for one that nobody has validated', async () => {
  const dns = await resolver({ 'far.test': { a: ['192.0.2.1'] } })
  expect(await dns.lookUp('far.test', 'A')).toMatchObject({ authenticated: false, ttl: 60 })
})

test('knows a null MX', async () => {
  const dns = await resolver({ 'far.test': { mx: [[0, '']] } })
  expect((await dns.lookUp('far.test', 'MX')).records).toEqual([{ exchange: '', priority: 0 }])
})

test.for<[why: string, table: Record<string, DnsAnswer>, code: string]>([
  ['a name that does not exist', {}, 'ENOTFOUND'],
  ['a type that is not there', { 'far.test': {} }, 'ENODATA'],
  ['a server that fails', { 'far.test': 'SERVFAIL' }, 'ESERVFAIL'],
])('says of %s what Node would say', async ([, table, code]) => {
  await expect((await resolver(table)).lookUp('far.test', 'MX')).rejects.toMatchObject({ code })
})

test('comes back over TCP where the answer was cut short', async () => {
  const dns = await resolver({ 'far.test': { a: ['192.0.2.1'], cut: true, secure: true } })
  expect(await dns.lookUp('far.test', 'A')).toMatchObject({ records: ['192.0.2.1'], authenticated: true })
})

test('asks the next server where one fails', async () => {
  const failing = await DnsServer.start({ 'far.test': 'SERVFAIL' })
  const good = await DnsServer.start({ 'far.test': { a: ['192.0.2.1'] } })
  const dns = createNodeDnsResolver([failing.address, good.address])
  expect((await dns.lookUp('far.test', 'A')).records).toEqual(['192.0.2.1'])
})

test('asks again where an answer was lost', { timeout: 20_000 }, async () => {
  const dns = await resolver({ 'far.test': { a: ['192.0.2.1'], silentFor: 1 } })
  expect((await dns.lookUp('far.test', 'A')).records).toEqual(['192.0.2.1'])
})

test.each(['a..b', 'x'.repeat(64), `${'abc.'.repeat(70)}test`])('asks nobody for %s', async (name) => {
  await expect((await resolver({})).lookUp(name, 'A')).rejects.toMatchObject({ code: 'ENOTFOUND' })
})

test.each([
  ['192.0.2.1', '192.0.2.1', 53],
  ['192.0.2.1:5353', '192.0.2.1', 5353],
  ['2001:db8::1', '2001:db8::1', 53],
  ['[2001:db8::1]:5353', '2001:db8::1', 5353],
])('reads the server address %s', (text, host, port) => {
  expect(parseServerAddress(text)).toEqual({ host, port })
})

async function resolver(table: Record<string, DnsAnswer>) {
  return createNodeDnsResolver([(await DnsServer.start(table)).address])
}
