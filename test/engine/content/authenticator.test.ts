import { describe, expect, it } from 'vitest'
import { createAuthenticator } from '../../../main/engine/content/authenticator.ts'
import { parseHeaderBlock } from '../../../main/engine/content/header-block.ts'
import type { DnsResolver } from '../../../main/engine/ports.ts'
import { compose, dkimSite } from '../../support/dkim-site.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeDns, type FakeRecords } from '../../support/fake-dns.ts'

const CLIENT = '192.0.2.7'
const PLAIN = 'From: Ann <ann@sender.test>\r\nTo: desk@office.test\r\nSubject: Hello\r\n\r\nHello\r\n'

const site = await dkimSite('sender.test', 'rsa', 'ed')
const SENDER_DNS: Record<string, FakeRecords> = {
  'sender.test': { txt: ['google-site-verification=x', 'v=spf1 ip4:192.0.2.0/24 -all'] },
  '_dmarc.sender.test': { txt: ['v=DMARC1; p=reject'] },
  ...Object.fromEntries(Object.entries(site.records).map(([name, value]) => [name, { txt: [value] }])),
}

async function signed(message = PLAIN, selectors = ['rsa', 'ed']): Promise<Buffer> {
  const { content } = await compose(message, {
    changes: [{ kind: 'dkim' }],
    signingKeys: async () => site.keys.filter(({ selector }) => selectors.includes(selector)),
  })
  return content
}

interface Mail {
  readonly client?: string
  readonly sender?: string
  readonly hello?: string
  readonly dns?: DnsResolver
  readonly piece?: number
}

async function check(message: string | Buffer, mail: Mail = {}) {
  const { client = CLIENT, sender = 'ann@sender.test', hello = 'mx.sender.test', piece = 10 } = mail
  const authenticate = createAuthenticator({
    dns: () => mail.dns ?? new FakeDns(SENDER_DNS),
    clock: new FakeClock(),
    hostname: () => 'relay.office.test',
  })
  const octets = Buffer.from(message)
  const run = authenticate({ client, sender, hello })
  const block = parseHeaderBlock(octets)
  run.begin(block)
  for (let at = block.size; at < octets.length; at += piece) await run.push(octets.subarray(at, at + piece))
  return run.finish()
}

describe('mail from outside', () => {
  it('passes where the address may send and the signatures are good', async () => {
    const result = await check(await signed())
    expect(result).toMatchObject({ spf: 'pass', dkim: 'pass', dmarc: 'pass' })
    expect(result.header).toMatch(
      /^relay\.office\.test; spf=pass .*; dkim=pass .*; dkim=pass .*; dmarc=pass /,
    )
    expect(result.header).toContain('smtp.mailfrom=ann@sender.test')
    expect(result.header).toContain('header.from=sender.test')
  })

  it('fails DMARC where neither the address nor a signature is of the domain in From', async () => {
    expect(await check(PLAIN, { client: '198.51.100.1' })).toMatchObject({
      spf: 'fail',
      dkim: 'none',
      dmarc: 'fail',
    })
    const other = await check(PLAIN.replace('ann@sender.test', 'ann@other.test'), {
      dns: new FakeDns({ ...SENDER_DNS, '_dmarc.other.test': { txt: ['v=DMARC1; p=none'] } }),
    })
    expect(other).toMatchObject({ spf: 'pass', dmarc: 'fail' })
  })

  it('is saved by its signature where a forwarder sends it', async () => {
    expect(await check(await signed(), { client: '198.51.100.1' })).toMatchObject({
      spf: 'fail',
      dkim: 'pass',
      dmarc: 'pass',
    })
  })

  it('fails DKIM where the body was changed; one good signature is enough', async () => {
    const changed = (await signed()).toString().replace('\r\nHello\r\n', '\r\nHullo\r\n')
    expect(await check(changed, { client: '198.51.100.1' })).toMatchObject({ dkim: 'fail', dmarc: 'fail' })
    const { 'ed._domainkey.sender.test': _, ...withoutEd } = SENDER_DNS
    expect(await check(await signed(), { dns: new FakeDns(withoutEd) })).toMatchObject({ dkim: 'pass' })
  })

  it('has no result where the domain publishes nothing', async () => {
    expect(await check(PLAIN, { dns: new FakeDns({}) })).toMatchObject({
      spf: 'none',
      dkim: 'none',
      dmarc: 'none',
    })
  })

  it('from the null sender is judged by the name of the client', async () => {
    const dns = new FakeDns({ ...SENDER_DNS, 'mx.sender.test': { txt: ['v=spf1 ip4:192.0.2.7 -all'] } })
    expect(await check(PLAIN, { sender: '', dns })).toMatchObject({ spf: 'pass', dmarc: 'pass' })
  })

  it('follows include, a and mx of SPF', async () => {
    const dns = new FakeDns({
      ...SENDER_DNS,
      'sender.test': { txt: ['v=spf1 include:_spf.sender.test ?all'], mx: [[10, 'mx.sender.test']] },
      '_spf.sender.test': { txt: ['v=spf1 ptr mx:sender.test -all'] },
      'mx.sender.test': { a: [CLIENT] },
    })
    expect(await check(PLAIN, { dns })).toMatchObject({ spf: 'pass' })
    expect(await check(PLAIN, { dns, client: '2001:db8::1' })).toMatchObject({ spf: 'neutral' })
  })
})

describe('what DNS does not tell', () => {
  it('in an answer is a temporary error', async () => {
    const dns = new FakeDns({
      'sender.test': { txt: 'ESERVFAIL' },
      '_dmarc.sender.test': { txt: 'ETIMEOUT' },
      'rsa._domainkey.sender.test': { txt: 'ETIMEOUT' },
    })
    expect(await check(await signed(PLAIN, ['rsa']), { dns })).toMatchObject({
      spf: 'temperror',
      dkim: 'temperror',
      dmarc: 'temperror',
    })
  })

  it('keeps DMARC from failing, but only where it could have passed', async () => {
    const { 'rsa._domainkey.sender.test': _, ...rest } = SENDER_DNS
    const silent = { ...rest, 'rsa._domainkey.sender.test': { txt: 'ETIMEOUT' } }
    const forwarded = { client: '198.51.100.1', dns: new FakeDns(silent) }
    expect(await check(await signed(PLAIN, ['rsa']), forwarded)).toMatchObject({
      spf: 'fail',
      dkim: 'temperror',
      dmarc: 'temperror',
    })
    const noSpf = { ...SENDER_DNS, 'sender.test': { txt: 'ESERVFAIL' } }
    expect(await check(PLAIN, { dns: new FakeDns(noSpf) })).toMatchObject({
      spf: 'temperror',
      dmarc: 'temperror',
    })
    // Whoever forges a sender has a broken DNS of his own at hand: it does not count.
    const evil = { ...SENDER_DNS, 'evil.test': { txt: 'ESERVFAIL' } }
    expect(await check(PLAIN, { sender: 'eve@evil.test', dns: new FakeDns(evil) })).toMatchObject({
      spf: 'temperror',
      dmarc: 'fail',
    })
  })

  it('within ten seconds is a temporary error too; what was told counts', async () => {
    const clock = new FakeClock()
    class SlowKeys extends FakeDns {
      override resolveTxt(name: string): Promise<string[]> {
        if (!name.includes('_domainkey')) return super.resolveTxt(name)
        asked()
        return new Promise(() => {})
      }
    }
    let asked = () => {}
    const keyAsked = new Promise<void>((resolve) => {
      asked = resolve
    })
    const authenticate = createAuthenticator({
      dns: () => new SlowKeys(SENDER_DNS),
      clock,
      hostname: () => 'relay.office.test',
    })
    const octets = await signed()
    const run = authenticate({ client: CLIENT, sender: 'ann@sender.test', hello: 'x' })
    const block = parseHeaderBlock(octets)
    run.begin(block)
    await run.push(octets.subarray(block.size))
    const finished = run.finish()
    await keyAsked
    // SPF has its answer in memory; it needs turns of the loop, not time.
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(10_000)
    expect(await finished).toMatchObject({ dkim: 'temperror', dmarc: 'temperror' })
  })
})

describe('a hostile message', () => {
  it('with very many signatures has only ten of them looked at', async () => {
    const dns = new FakeDns(SENDER_DNS)
    const one = (index: number) =>
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.test; s=s${index}; l=${index}; h=from; bh=AAAA; b=AAAA\r\n`
    const many = Array.from({ length: 300 }, (_, index) => one(index)).join('')
    const result = await check(many + PLAIN, { dns })
    expect(dns.queries.filter((query) => query.includes('_domainkey')).length).toBeLessThanOrEqual(10)
    expect(result.dkim).not.toBe('pass')
    expect(result.header.length).toBeLessThanOrEqual(4_000)
  })

  it('with a header of many kilobytes, or no author, or two of them, is a permanent error', async () => {
    const long = `${'X-Pad: 0123456789\r\n'.repeat(5_000)}${PLAIN}`
    expect(await check(long, { piece: 65_536 })).toMatchObject({
      spf: 'pass',
      dkim: 'permerror',
      dmarc: 'permerror',
    })
    expect(await check('Subject: x\r\n\r\n')).toMatchObject({ dkim: 'none', dmarc: 'permerror' })
    expect(await check(`From: eve@evil.test\r\n${PLAIN}`)).toMatchObject({ dmarc: 'permerror' })
  })

  it('cannot put anything of its own into the header field', async () => {
    const result = await check(PLAIN.replace('ann@sender.test', '"a; dmarc=pass (ü"@sender.test'), {
      sender: '"x; dkim=pass"@sender.test',
      hello: 'evil\t; spf=pass',
      client: '198.51.100.1',
    })
    expect(result.header).toMatch(/^[\x20-\x7e]+$/)
    expect(result).toMatchObject({ spf: 'fail', dkim: 'none', dmarc: 'fail' })
    // Within quotes or a comment, where no reader takes it for a result.
    const bare = result.header.replace(/"(\\.|[^"\\])*"|\((\\.|[^)\\])*\)/g, '')
    expect(bare.match(/(?<=; )(spf|dkim|dmarc)=\w+/g)).toEqual(['spf=fail', 'dkim=none', 'dmarc=fail'])
  })

  it('that breaks off leaves nothing waiting', async () => {
    const authenticate = createAuthenticator({
      dns: () => new FakeDns(SENDER_DNS),
      clock: new FakeClock(),
      hostname: () => 'relay.office.test',
    })
    const run = authenticate({ client: CLIENT, sender: '', hello: 'x' })
    const block = parseHeaderBlock(await signed())
    run.begin(block)
    const waits = Array.from({ length: 200 }, () => run.push(Buffer.alloc(65_536)))
    run.abort()
    await Promise.all(waits)
    expect(run.push(Buffer.alloc(10))).toBeUndefined()
  })
})
