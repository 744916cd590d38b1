import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePath } from '../../../main/engine/inbound/parse-path.ts'

function addressOf(text: string): string | null {
  const parsed = parsePath(text)
  return parsed.kind === 'path' ? parsed.path.address : null
}

test.each([
  ['<user@office.test>', 'user@office.test'],
  [' <user@office.test> SIZE=1', 'user@office.test'],
  ['user@office.test', 'user@office.test'],
  ['<>', ''],
  ['<@relay.test,@other.test:user@office.test>', 'user@office.test'],
  ['<"a b"@office.test>', '"a b"@office.test'],
  ['<"a@b>"@office.test> SIZE=1', '"a@b>"@office.test'],
  ['<user@[192.0.2.1]>', 'user@[192.0.2.1]'],
  ['<user@[IPv6:2001:db8::1]>', 'user@[IPv6:2001:db8::1]'],
  ['<Postmaster>', 'Postmaster'],
  ["<o'brien+tag=x@office.test>", "o'brien+tag=x@office.test"],
  ['<scanner.@office.test>', 'scanner.@office.test'],
  ['<müller@büro.test>', 'müller@büro.test'],
  ['<用户@例子.test>', '用户@例子.test'],
  ['<user@host_name.test>', 'user@host_name.test'],
])('%s is %s', (text, address) => expect(addressOf(text)).toBe(address))

test.each([
  '<user>',
  '<user@>',
  '<@office.test>',
  '<user@office..test>',
  '<user@-office.test>',
  '<user@office.test.>',
  '<us er@office.test>',
  '<user@office.test',
  'user@office.test>',
  '<<user@office.test>>',
  '<user@[192.0.2.999]>',
  '<user@office.test>SIZE=1',
  '<"user@office.test>',
  '<user@office.test\u0000>',
  '<user\u200b@office.test>',
  '<user\ufffd@office.test>',
  '<user@office\u3002test>',
  `<${'a'.repeat(250)}@office.test>`,
  '<a@b@office.test>',
  '',
])('%j is no address', (text) => expect(parsePath(text).kind).toBe('syntax'))

test('parameters have names in upper case and keep their values', () => {
  const parsed = parsePath('<a@b.test> size=10 Body=8BITMIME SMTPUTF8 envid=a+2Bb')
  expect(parsed.kind === 'path' && Object.fromEntries(parsed.path.parameters)).toEqual({
    SIZE: '10',
    BODY: '8BITMIME',
    SMTPUTF8: null,
    ENVID: 'a+2Bb',
  })
})

test.each(['<a@b.test> SIZE=1 SIZE=2', '<a@b.test> SIZE=', '<a@b.test> =1', '<a@b.test> NOTIFY=a\u0007'])(
  '%j has a parameter that is refused',
  (text) => expect(parsePath(text).kind).toBe('parameter'),
)

test('knows which addresses need SMTPUTF8', () => {
  const international = (text: string) => {
    const parsed = parsePath(text)
    return parsed.kind === 'path' && parsed.path.international
  }
  expect(international('<müller@office.test>')).toBe(true)
  expect(international('<mueller@xn--bro-hoa.test>')).toBe(false)
})

test('whatever comes, an address that is taken has no line end and no angle bracket outside quotes', () => {
  const text = fc.array(
    fc.constantFrom('<', '>', '@', '"', '\\', ' ', 'a', 'b.test', ',', ':', '\r', '\n', '%', '!', 'ä'),
  )
  fc.assert(
    fc.property(text, (parts) => {
      const address = addressOf(parts.join(''))
      expect(address ?? '').not.toMatch(/[\r\n]/)
      expect((address ?? '').replace(/"(?:[^"\\]|\\.)*"/g, '')).not.toMatch(/[<>\s]/)
    }),
  )
})
