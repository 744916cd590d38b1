/**
 * Messages made to exhaust whoever verifies or makes signatures: SPF, DKIM and DMARC of mail from outside, and the signing
 * of one's own. Each comes to its end; what grows with the square of a bomb would run into the time limit of the test.
 */
import { describe, expect, test } from 'vitest'
import { createAuthenticator } from '../../main/engine/content/authenticator.ts'
import { parseHeaderBlock } from '../../main/engine/content/header-block.ts'
import { compose, dkimSite } from '../support/dkim-site.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeDns } from '../support/fake-dns.ts'

const MiB = 1024 * 1024
const site = await dkimSite('sender.test', 'rsa')
const DNS = new FakeDns({
  'sender.test': { txt: ['v=spf1 ip4:192.0.2.0/24 -all'] },
  '_dmarc.sender.test': { txt: ['v=DMARC1; p=reject'] },
  ...Object.fromEntries(Object.entries(site.records).map(([name, value]) => [name, { txt: [value] }])),
})

const FROM = 'From: <ann@sender.test>\r\n'
/** Of the right form, so that everything is looked at, and false. */
const HASH = Buffer.alloc(32, 7).toString('base64')
const SIGNATURE = Buffer.alloc(256, 7).toString('base64')
const signature = (more: string) =>
  `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.test; s=rsa; h=from;${more} bh=${HASH}; b=${SIGNATURE}\r\n`
const bodied = (body: string) => `${signature('')}${FROM}\r\n${body}`

/** Those of mime-bombs.test.ts are about parts; these are about what is hashed and looked up. */
const BOMBS: Record<string, string> = {
  'a body of empty lines': bodied('\r\n'.repeat(MiB)),
  'a body of empty lines and one letter': bodied(`${'\r\n'.repeat(MiB)}x`),
  'a body of spaces': bodied(' '.repeat(2 * MiB)),
  'a body of spaces before each line end': bodied(`${' '.repeat(500)}\r\n`.repeat(4_000)),
  'a body of one endless line': bodied('x'.repeat(2 * MiB)),
  'a body of carriage returns': bodied('\r'.repeat(MiB)),
  '600 signatures': `${signature('').repeat(600)}${FROM}\r\nx\r\n`,
  'a signature over 9,000 fields': `${signature(` h=${'from:'.repeat(9_000)}from;`)}${FROM}\r\nx\r\n`,
  'a signature of 5,000 tags': `${signature(' t=1;'.repeat(5_000))}${FROM}\r\nx\r\n`,
  'a signature with a body length of the moon': `${signature(' l=99999999999999999999;')}${FROM}\r\nx\r\n`,
  'a signature folded 15,000 times': `DKIM-Signature: v=1;${'\r\n '.repeat(15_000)}a=rsa-sha256\r\n${FROM}\r\nx\r\n`,
  '3,000 authors': `${signature('')}From: ${'<a@sender.test>, '.repeat(3_000)}<b@sender.test>\r\n\r\nx\r\n`,
  '6,000 fields From': `${signature('')}${'From: a@b.test\r\n'.repeat(3_900)}\r\nx\r\n`,
  'comments within comments in From': `${signature('')}From: ${'('.repeat(50_000)}a@sender.test\r\n\r\nx\r\n`,
  'a header that is too long to be looked at': `${signature('')}X-Pad: ${'x'.repeat(MiB)}\r\n${FROM}\r\nx\r\n`,
}

describe.each(Object.entries(BOMBS))('%s', (_, bomb) => {
  test('comes to its end where mail from outside is verified', async () => {
    const authenticate = createAuthenticator({
      dns: () => DNS,
      clock: new FakeClock(),
      hostname: () => 'relay.office.test',
    })
    const octets = Buffer.from(bomb, 'latin1')
    const run = authenticate({ client: '192.0.2.7', sender: 'ann@sender.test', hello: 'mx.sender.test' })
    const block = parseHeaderBlock(octets)
    run.begin(block)
    for (let at = block.size; at < octets.length; at += 65_536)
      await run.push(octets.subarray(at, at + 65_536))
    const result = await run.finish()
    expect(result.spf).toBe('pass')
    expect(result.dkim).not.toBe('pass')
    expect(result.header.length).toBeLessThan(20_000)
  })

  test('comes to its end where it is signed, and nothing of it is lost', async () => {
    const { content } = await compose(bomb, {
      changes: [{ kind: 'dkim' }],
      signingKeys: async () => site.keys,
    })
    expect(content.length).toBeGreaterThanOrEqual(bomb.length)
  })
})
