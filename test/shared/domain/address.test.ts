import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesAddress, matchesWildcard, splitAddress } from '../../../shared/domain/address.ts'

describe('matchesAddress', () => {
  it.each([
    ['*', 'a@b.test', true],
    ['*', '', true],
    ['<>', '', true],
    ['<>', 'a@b.test', false],
    ['a@b.test', 'A@B.TEST', true],
    ['a@b.test', 'aa@b.test', false],
    ['*@office.test', 'scan@office.test', true],
    ['*@office.test', 'scan@evil.office.test', false],
    ['scan*@office.test', 'scanner-2@office.test', true],
    ['office.test', 'a@office.test', true],
    ['office.test', 'a@sub.office.test', false],
    ['*.office.test', 'a@sub.office.test', true],
    ['*.office.test', 'a@office.test', false],
    ['*@office.test', '"x@office.test"@evil.test', false],
    ['*@office.test', '', false],
    ['*@*', 'a@b.test', true],
  ])('%s on %s: %s', (pattern, address, expected) => {
    expect(matchesAddress(pattern, address)).toBe(expected)
  })

  it('agrees with a regular expression built from the pattern', () => {
    const piece = fc.stringMatching(/^[ab.*]{0,8}$/)
    fc.assert(
      fc.property(piece, fc.stringMatching(/^[ab.]{0,12}$/), (pattern, text) => {
        const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*')
        return matchesWildcard(pattern, text) === new RegExp(`^${source}$`).test(text)
      }),
    )
  })
})

describe('splitAddress', () => {
  it('splits at the last at sign and lowers the domain only', () => {
    expect(splitAddress('"a@b"@Office.TEST')).toEqual({ local: '"a@b"', domain: 'office.test' })
    expect(splitAddress('postmaster')).toEqual({ local: 'postmaster', domain: '' })
  })
})
