import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { addressParser } from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { addressesIn } from '../../../main/engine/content/content-facts.ts'
import { foldField } from '../../../main/engine/content/fold-field.ts'
import { parseHeaderBlock } from '../../../main/engine/content/header-block.ts'
import { isAddress, mailboxText } from '../../../main/engine/content/mailbox-text.ts'

const anyText = string({ unit: 'binary', maxLength: 400 })
const hostile = oneof(
  anyText,
  array(
    constantFrom(
      '<',
      '>',
      '"',
      '\\',
      ',',
      ';',
      ':',
      '@',
      '(',
      ')',
      '=?',
      '?=',
      '\r',
      '\n',
      ' ',
      'ü',
      '\u2028',
      'a',
      '\0',
    ),
  ).map((parts) => parts.join('')),
)

describe('a folded field', () => {
  it('unfolds to the same text, and is one field', () =>
    assert(
      property(hostile, (text) => {
        const value = `X-Name: ${text.replace(/[\r\n\0]/g, '')}`
        const folded = foldField(value)
        expect(folded.endsWith('\r\n')).toBe(true)
        expect(folded.slice(0, -2).replaceAll('\r\n', '')).toBe(value.trimEnd())
        const lines = folded.slice(0, -2).split('\r\n')
        for (const line of lines.slice(1)) expect(line).toMatch(/^\s\s*\S/u)
      }),
    ))

  it('has short lines where there is white space', () => {
    const lines = foldField(`X-Name: ${'word '.repeat(100)}`).split('\r\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(76)
    expect(lines.length).toBeGreaterThan(6)
  })
})

describe('a mailbox', () => {
  it('is read back as the one address that it is, whatever its name', () =>
    assert(
      property(
        hostile,
        constantFrom('a@office.test', '"a b"@office.test', 'x+y@xn--bcher-kva.test'),
        (name, address) => {
          const field = foldField(`From: ${mailboxText(name, address)}`)
          const block = parseHeaderBlock(Buffer.from(field))
          expect(block.fields.map((one) => one.name)).toEqual(['from'])
          expect(addressParser(mailboxText(name, address))).toHaveLength(1)
          expect(addressesIn(mailboxText(name, address))).toHaveLength(1)
        },
      ),
      { numRuns: 500 },
    ))

  it('is refused where the address is none', () =>
    assert(
      property(hostile, hostile, (local, domain) => {
        const address = `${local}@${domain}`
        if (!isAddress(address)) return
        const text = mailboxText('', address)
        expect(text).not.toMatch(/\p{Cc}/u)
        expect(text.slice(text.lastIndexOf('@') + 1)).toMatch(/^[\w.-]+$|^\[[\w.:-]+\]$/)
      }),
      { numRuns: 1_000 },
    ))
})
