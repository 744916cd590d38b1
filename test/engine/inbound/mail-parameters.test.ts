import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMailParameters, parseRcptParameters } from '../../../main/engine/inbound/mail-parameters.ts'
import { decodeXtext } from '../../../main/engine/inbound/xtext.ts'

const given = (parameters: Record<string, string | null>) => new Map(Object.entries(parameters))

test('reads everything that MAIL may say', () => {
  const parsed = parseMailParameters(
    given({
      SIZE: '1000',
      BODY: 'BINARYMIME',
      SMTPUTF8: null,
      REQUIRETLS: null,
      RET: 'HDRS',
      ENVID: 'QQ+3D1',
      AUTH: '<>',
    }),
  )
  expect(parsed).toEqual({
    kind: 'ok',
    value: {
      size: 1000,
      body: 'binarymime',
      smtpUtf8: true,
      requireTls: true,
      ret: 'hdrs',
      envid: 'QQ=1',
    },
  })
})

test('what MAIL does not say has defaults', () => {
  expect(parseMailParameters(new Map())).toEqual({
    kind: 'ok',
    value: { size: null, body: '7bit', smtpUtf8: false, requireTls: false, ret: null, envid: null },
  })
})

test.each([
  [{ SIZE: 'big' }, 501],
  [{ SIZE: null }, 501],
  [{ BODY: 'BINARY' }, 501],
  [{ BODY: null }, 501],
  [{ SMTPUTF8: 'yes' }, 501],
  [{ RET: 'SOME' }, 501],
  [{ RET: null }, 501],
  [{ ENVID: 'a+0D+0Ab' }, 501],
  [{ ENVID: 'a+zz' }, 501],
  [{ ENVID: 'x'.repeat(101) }, 501],
  [{ REQUIRETLS: 'yes' }, 501],
  [{ X: 'y' }, 555],
])('MAIL parameter %j is refused with %i 5.5.4', (parameters, code) =>
  expect(parseMailParameters(given(parameters))).toMatchObject({ why: { code, enhanced: '5.5.4' } }),
)

test('reads NOTIFY and ORCPT', () => {
  const parsed = parseRcptParameters(given({ NOTIFY: 'success,DELAY', ORCPT: 'rfc822;a+2Bb@office.test' }))
  expect(parsed).toEqual({
    kind: 'ok',
    value: { notify: ['success', 'delay'], originalRecipient: 'rfc822;a+b@office.test' },
  })
  expect(parseRcptParameters(new Map())).toEqual({
    kind: 'ok',
    value: { notify: null, originalRecipient: null },
  })
})

test.each([
  { NOTIFY: 'NEVER,SUCCESS' },
  { NOTIFY: 'SOMETIMES' },
  { NOTIFY: null },
  { ORCPT: 'user@office.test' },
  { ORCPT: 'rfc822;' },
  { ORCPT: 'rfc822;a+0Ab' },
  { ORCPT: null },
  { SIZE: '1' },
])('RCPT parameter %j is refused', (parameters) =>
  expect(parseRcptParameters(given(parameters)).kind).toBe('refused'),
)

test('xtext decodes what was encoded, and never to a control character', () => {
  const encode = (text: string) =>
    [...Buffer.from(text, 'utf8')]
      .map((octet) =>
        octet >= 0x21 && octet <= 0x7e && octet !== 0x2b && octet !== 0x3d
          ? String.fromCharCode(octet)
          : `+${octet.toString(16).toUpperCase().padStart(2, '0')}`,
      )
      .join('')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const safe = !/[\p{Cc}\ufffd]/u.test(text)
      expect(decodeXtext(encode(text))).toBe(safe ? text : null)
    }),
  )
})
