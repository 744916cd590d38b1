import {
  assert,
  asyncProperty,
  constantFrom,
  integer,
  oneof,
  record,
  string,
  tuple,
  uint8Array,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readContentFacts } from '../../../main/engine/content/content-facts.ts'
import type { RuleChange } from '../../../shared/domain/rule.ts'
import { compose, storedMessage } from '../../support/dkim-site.ts'

const MESSAGE =
  'Received: from device\r\n\tby relay.office.test; Mon\r\nFrom: Copier <copier@device.test>\r\nTo: ann@far.test\r\nX-Odd:no  space \r\nSubject: Scan\r\n\r\nBody: \xe4\r\n\r\nend'

const text = async (
  changes: readonly RuleChange[],
  message = MESSAGE,
  authenticationHeader: string | null = null,
) => {
  const { content, size, problems } = await compose(Buffer.from(message, 'latin1'), {
    changes,
    authenticationHeader,
  })
  expect(size).toBe(content.length)
  return { text: content.toString('latin1'), problems }
}
const from = (
  address: string,
  more: Partial<Extract<RuleChange, { kind: 'header-from' }>> = {},
): RuleChange => ({
  kind: 'header-from',
  address,
  keepReplyTo: true,
  ...more,
})

describe('the From field', () => {
  it('is rewritten by template, and answers still go to who wrote', async () => {
    const { text: out } = await text([from('{local}.{domain}@office.test')])
    expect(out).toBe(
      `Reply-To: Copier <copier@device.test>\r\n${MESSAGE.replace('Copier <copier@device.test>', 'Copier <copier.device.test@office.test>')}`,
    )
  })

  it('keeps a Reply-To that is there, and adds none where the address stays or nobody wants it', async () => {
    const withReplyTo = `Reply-To: desk@office.test\r\n${MESSAGE}`
    expect((await text([from('a@office.test')], withReplyTo)).text).toMatch(
      /^Reply-To: desk@office.test\r\nReceived/,
    )
    expect((await text([from('copier@device.test', { displayName: 'X' })])).text).toMatch(/^Received/)
    expect((await text([from('a@office.test', { keepReplyTo: false })])).text).toMatch(/^Received/)
  })

  it('takes the place of several, and is added where there is none', async () => {
    const two = MESSAGE.replace('To: ann', 'From: second@device.test, third@device.test\r\nTo: ann')
    const { text: out } = await text([from('a@office.test', { displayName: 'Office' })], two)
    expect(out.match(/^From: .*$/gm)).toEqual(['From: Office <a@office.test>'])
    expect(out).toContain('Reply-To: Copier <copier@device.test>, second@device.test, third@device.test\r\n')
    const none = await text([from('a@office.test')], 'Subject: x\r\n\r\n')
    expect(none.text).toBe('From: a@office.test\r\nSubject: x\r\n\r\n')
  })

  it.each([
    ['Müller & Söhne', '=?UTF-8?Q?M=C3=BCller_=26_S=C3=B6hne?= <a@office.test>'],
    ['Smith, John "J"', '"Smith, John \\"J\\"" <a@office.test>'],
    ['=?utf-8?Q?x?=', '"=?utf-8?Q?x?=" <a@office.test>'],
    ['a\r\nBcc: evil@far.test', '"a Bcc: evil@far.test" <a@office.test>'],
    ['', 'a@office.test'],
  ])('shows the name %j safely', async (displayName, expected) => {
    const { text: out } = await text([from('a@office.test', { displayName })])
    expect(out).toContain(`\r\nFrom: ${expected}\r\nTo: `)
  })

  it('writes odd addresses as they have to be written, and refuses what is none', async () => {
    expect((await text([from('zwei worte@bücher.test')])).text).toContain('<"zwei worte"@xn--bcher-kva.test>')
    for (const address of ['nobody', '@office.test', 'a@', 'a\r\nX: y@office.test']) {
      const { text: out, problems } = await text([from(address)])
      expect(out).toBe(MESSAGE)
      expect(problems).toEqual([expect.stringContaining('is not a mail address')])
    }
  })

  it('adds no Reply-To to a name without a domain, as devices write it', async () => {
    const { text: out } = await text([from('a@office.test')], 'From: copier\r\n\r\n')
    expect(out).toBe('From: copier <a@office.test>\r\n\r\n')
  })
})

describe('other fields', () => {
  it('are added on top, folded, and encoded where they are not ASCII', async () => {
    const { text: out } = await text([
      { kind: 'add-header', name: 'X-Office', value: 'Büro' },
      { kind: 'add-header', name: 'X-Long', value: 'word '.repeat(40) },
    ])
    expect(out.endsWith(MESSAGE)).toBe(true)
    const added = out.slice(0, -MESSAGE.length)
    expect(added).toContain('X-Office: =?UTF-8?Q?B=C3=BCro?=\r\n')
    expect(Math.max(...added.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(76)
    expect(added.replaceAll('\r\n ', ' ')).toContain(`X-Long: ${'word '.repeat(40).trim()}\r\n`)
  })

  it('go with their folded lines, every one of the name', async () => {
    const { text: out } = await text([{ kind: 'remove-header', name: 'RECEIVED' }])
    expect(out).toMatch(/^From: Copier/)
  })

  it('cannot begin another field, whatever a value holds', async () => {
    const { text: out, problems } = await text([
      { kind: 'add-header', name: 'X-A', value: 'a\r\nBcc: evil@far.test' } as RuleChange,
    ])
    expect(out).toBe(MESSAGE)
    expect(problems).toHaveLength(1)
  })
})

describe('what our own checks found', () => {
  const own = 'relay.office.test; spf=pass; dkim=none; dmarc=fail'

  it('stands on top, and what pretends to be ours is gone', async () => {
    const forged =
      'Authentication-Results: relay.office.test;\r\n dmarc=pass\r\nAuthentication-Results: "RELAY.office.test" 1; spf=pass\r\nAuthentication-Results: other.test; dkim=pass\r\n'
    const { text: out } = await text([], forged + MESSAGE, own)
    expect(out).toBe(
      `Authentication-Results: ${own}\r\nAuthentication-Results: other.test; dkim=pass\r\n${MESSAGE}`,
    )
  })
})

describe('a header that cannot be changed', () => {
  it('is left as it is where it is too long, and the reason is said', async () => {
    const long = `${'X-Pad: 0123456789\r\n'.repeat(5_000)}\r\nbody`
    const { text: out, problems } = await text([{ kind: 'remove-header', name: 'X-Pad' }], long)
    expect(out).toBe(long)
    expect(problems).toEqual([expect.stringContaining('longer than 64 KiB')])
  })

  it('does not swallow new fields: a message that begins with a continuation stays', async () => {
    const { text: out, problems } = await text(
      [{ kind: 'add-header', name: 'X', value: 'y' }],
      ' odd\r\n\r\nbody',
    )
    expect(out).toBe(' odd\r\n\r\nbody')
    expect(problems).toHaveLength(1)
  })

  it('may be empty or end without an empty line', async () => {
    expect((await text([{ kind: 'add-header', name: 'X', value: 'y' }], '\r\nbody')).text).toBe(
      'X: y\r\n\r\nbody',
    )
    expect((await text([{ kind: 'add-header', name: 'X', value: 'y' }], 'A: b')).text).toBe('X: y\r\nA: b')
    expect((await text([{ kind: 'add-header', name: 'X', value: 'y' }], '')).text).toBe('X: y\r\n')
  })
})

describe('whatever the message and the change', () => {
  const line = oneof(
    string({ maxLength: 30 }),
    constantFrom(
      'From: a@b.test',
      ' folded',
      '\tfolded',
      'Subject: x',
      'From:',
      'junk line',
      'To: <>',
      'Reply-To:',
    ),
  ).map((one) => one.replace(/[\r\n]/g, ''))
  const message = tuple(
    line.map((l) => l.replace(/^[ \t]+/, '')),
    string(),
    uint8Array({ maxLength: 300 }),
  ).chain(([first, pad, body]) =>
    tuple(line, line, line).map(([a, b, c]) =>
      Buffer.concat([
        Buffer.from(
          [`X-First: ${first}`, a, b, c, `X-Pad: ${pad.replace(/[\r\n]/g, '')}`]
            .filter((one) => one.trim() !== '')
            .join('\r\n'),
        ),
        Buffer.from('\r\n\r\n'),
        Buffer.from(body),
      ]),
    ),
  )
  const change = oneof(
    record({
      kind: constantFrom('header-from' as const),
      address: string(),
      displayName: string(),
      keepReplyTo: constantFrom(true, false),
    }),
    record({
      kind: constantFrom('header-from' as const),
      address: constantFrom('{local}@office.test', '{domain}@x.test'),
      keepReplyTo: constantFrom(true, false),
    }),
    record({
      kind: constantFrom('add-header' as const),
      name: constantFrom('X-A', 'From', 'Subject'),
      value: string(),
    }),
    record({
      kind: constantFrom('remove-header' as const),
      name: constantFrom('From', 'subject', 'X-First', 'x-pad'),
    }),
  ) as import('fast-check').Arbitrary<RuleChange>

  it('no change is no difference', () =>
    assert(
      asyncProperty(message, integer({ min: 1, max: 50 }), async (octets, piece) => {
        const composed = await compose(octets, { piece, changes: [{ kind: 'priority', priority: 'high' }] })
        expect(composed.content.equals(octets)).toBe(true)
      }),
    ))

  it('the body stays octet for octet, and nothing but the fields that a change names differs', () =>
    assert(
      asyncProperty(message, change, integer({ min: 1, max: 50 }), async (octets, one, piece) => {
        const before = octets.indexOf('\r\n\r\n')
        const composed = await compose(octets, { piece, changes: [one] })
        expect(composed.size).toBe(composed.content.length)
        const after = composed.content.indexOf('\r\n\r\n')
        // A header of which nothing is left begins with the empty line.
        const bodyAt = composed.content.subarray(0, 2).toString() === '\r\n' ? 2 : after + 4
        expect(composed.content.subarray(bodyAt).equals(octets.subarray(before + 4))).toBe(true)
        const names = async (content: Buffer) =>
          (await readContentFacts(storedMessage(content).openBody, { attachments: false })).headers
            .map(({ name }) => name)
            .filter((name) => !['from', 'reply-to', 'subject', 'x-a', 'x-first', 'x-pad'].includes(name))
        expect(await names(composed.content)).toEqual(await names(octets))
      }),
      { numRuns: 300 },
    ))
})
