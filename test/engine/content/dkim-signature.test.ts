import { array, assert, asyncProperty, constantFrom, integer, uint8Array } from 'fast-check'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { describe, expect, it } from 'vitest'
import { compose, type DkimSite, dkimSite } from '../../support/dkim-site.ts'

const MESSAGE =
  'Received: x\r\nFrom: Ann <ann@office.test>\r\nTo: bob@far.test,\r\n carl@far.test\r\nSubject:  two   spaces \r\nDate: Mon, 5 Jan 2026 09:00:00 +0000\r\n\r\nHello  there \r\n\r\n\r\n'

async function verify(content: Buffer, { records }: DkimSite): Promise<string[]> {
  const resolver = async (name: string) => [[records[name] ?? '']]
  const { results } = await dkimVerify(content, { resolver: resolver as never, strict: true })
  return results.map(({ status, signingDomain, selector }) => `${status.result} ${selector}.${signingDomain}`)
}

describe('a signature', async () => {
  const site = await dkimSite('office.test', 'rsa', 'ed')
  const sign = (content: string | Buffer, more: Parameters<typeof compose>[1] = {}) =>
    compose(content, { changes: [{ kind: 'dkim' }], signingKeys: async () => site.keys, ...more })

  it('of each active key verifies', async () => {
    const { content, size } = await sign(MESSAGE)
    expect(size).toBe(content.length)
    expect(await verify(content, site)).toEqual(['pass rsa.office.test', 'pass ed.office.test'])
    expect(content.toString().endsWith(MESSAGE)).toBe(true)
    const header = content.toString().slice(0, content.indexOf('\r\nReceived'))
    expect(Math.max(...header.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
  })

  it('covers what the rules changed, in whichever order they did', async () => {
    const { content } = await sign(MESSAGE, {
      changes: [
        { kind: 'dkim' },
        { kind: 'header-from', address: 'büro@office.test', displayName: 'Büro', keepReplyTo: true },
        { kind: 'add-header', name: 'List-Id', value: 'Größe' },
      ],
      authenticationHeader: 'relay.office.test; spf=none',
    })
    expect(await verify(content, site)).toEqual(['pass rsa.office.test', 'pass ed.office.test'])
    expect(content.toString()).toContain('list-id')
  })

  it('breaks with the body, the subject, and a second From or Reply-To', async () => {
    const { content } = await sign(MESSAGE)
    const signed = content.toString()
    for (const changed of [
      signed.replace('Hello  there', 'Hello  you'),
      signed.replace('two   spaces', 'three spaces'),
      signed.replace('Received: x', 'From: evil@far.test\r\nReceived: x'),
      signed.replace('Received: x', 'Reply-To: evil@far.test\r\nReceived: x'),
    ])
      expect(await verify(Buffer.from(changed), site)).toEqual([
        'fail rsa.office.test',
        'fail ed.office.test',
      ])
  })

  it('survives white space and fields of servers on the way', async () => {
    const { content } = await sign(MESSAGE)
    const relayed = `Received: y\r\nX-Spam: no\r\n${content
      .toString()
      .replace('two   spaces', 'two\r\n\tspaces')
      .replace('Hello  there ', 'Hello there')}\r\n\r\n`
    expect(await verify(Buffer.from(relayed), site)).toEqual(['pass rsa.office.test', 'pass ed.office.test'])
  })

  it('leaves those of others as they are', async () => {
    const other = await dkimSite('other.test', 'theirs')
    const first = await compose(MESSAGE, {
      changes: [{ kind: 'dkim', domain: 'other.test' }],
      signingKeys: async () => other.keys,
    })
    const { content } = await sign(first.content)
    const both = { keys: [], records: { ...site.records, ...other.records } }
    expect(await verify(content, both)).toEqual([
      'pass rsa.office.test',
      'pass ed.office.test',
      'pass theirs.other.test',
    ])
  })

  it('verifies for bodies of white space and line ends, in whatever pieces they are read', () => {
    const token = constantFrom(' ', '\t', '  ', '\r\n', '\r\n\r\n', '\r', ' \r\n', '\t\r\n \r\n', 'a', 'b c')
    return assert(
      asyncProperty(array(token, { maxLength: 40 }), integer({ min: 1, max: 9 }), async (tokens, piece) => {
        const message = `From: a@office.test\r\n\r\n${tokens.join('')}`
        const { content } = await sign(message, { piece, signingKeys: async () => site.keys.slice(1) })
        expect(await verify(content, site)).toEqual(['pass ed.office.test'])
      }),
      { numRuns: 500 },
    )
  })

  it('takes a body of nothing but line ends, of many megabytes, in bounded memory', async () => {
    const message = Buffer.concat([
      Buffer.from('From: a@office.test\r\n\r\n'),
      Buffer.alloc(8_000_000, '\r\n'),
    ])
    const { content } = await sign(Buffer.concat([message, Buffer.from('end')]), {
      signingKeys: async () => site.keys.slice(1),
    })
    expect(await verify(content, site)).toEqual(['pass ed.office.test'])
  })

  it('verifies for every body, in whatever pieces it is read', () =>
    assert(
      asyncProperty(uint8Array({ maxLength: 400 }), integer({ min: 1, max: 40 }), async (octets, piece) => {
        // Stored lines end with CRLF.
        const body = Buffer.from(octets)
          .toString('latin1')
          .replace(/\r?\n|\r/g, '\r\n')
        const message = Buffer.from(`From: a@office.test\r\n\r\n${body} \t\r\n`, 'latin1')
        const { content } = await sign(message, { piece, signingKeys: async () => site.keys.slice(1) })
        expect(await verify(content, site)).toEqual(['pass ed.office.test'])
      }),
    ))

  it('is made with the keys of the domain that the rule names, else of the author', async () => {
    const asked: string[] = []
    const signingKeys = async (domain: string) => {
      asked.push(domain)
      return []
    }
    const { content, problems } = await compose(MESSAGE.replace('ann@office.test', 'ann@BÜCHER.test'), {
      changes: [
        { kind: 'dkim' },
        { kind: 'dkim', domain: 'office.test' },
        { kind: 'dkim', domain: 'office.test' },
      ],
      signingKeys,
    })
    expect(asked).toEqual(['xn--bcher-kva.test', 'office.test'])
    expect(problems).toEqual([
      expect.stringContaining('no active DKIM key with its private part for xn--bcher-kva.test'),
      expect.stringContaining('office.test'),
    ])
    expect(content.toString()).toMatch(/^Received: x/)
  })

  it('is not made of a message without an author', async () => {
    const { problems } = await sign('Subject: x\r\n\r\n')
    expect(problems).toEqual(['Not signed: the message has no From field.'])
  })
})
