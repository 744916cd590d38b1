import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { convertBeforeSigning } from '../../../../main/engine/content/convert/convert-before-signing.ts'

const BINARY = 'MIME-Version: 1.0\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\na\nb'
const SIGN = [{ kind: 'dkim' }] as const

test('binary content that is to be signed becomes what every next hop takes', async () => {
  const { body, size, openBody } = await convertBeforeSigning(content('binarymime', BINARY), SIGN)
  const converted = await text(await openBody())
  expect(body).toBe('7bit')
  expect(converted).toBe(`${BINARY.replace('binary', 'base64').replace('a\nb', 'YQpi')}\r\n`)
  expect(size).toBe(converted.length)
})

const EIGHT_BIT = 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGrüße\r\n'

test.each(['8bitmime', '7bit'] as const)(
  '8-bit content in %s that is to be signed does too',
  async (given) => {
    const { body, openBody } = await convertBeforeSigning(content(given, EIGHT_BIT), SIGN)
    expect(body).toBe('7bit')
    expect(await text(await openBody())).toMatch(/quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n$/)
  },
)

test.each([
  ['nobody signs', content('binarymime', BINARY), []],
  ['is 7-bit', content('8bitmime', 'Subject: a\r\n\r\nx\r\n'), SIGN],
  ['has an 8-bit header', content('8bitmime', `Subject: ü\r\n${EIGHT_BIT}`), SIGN],
  ['somebody signed already', content('8bitmime', `DKIM-Signature: v=1\r\n${EIGHT_BIT}`), SIGN],
  ['cannot be converted', content('binarymime', 'Subject: a\nb\r\n\r\nx'), SIGN],
] as const)('content that %s stays as it is', async (_why, given, changes) => {
  expect(await convertBeforeSigning(given, changes)).toBe(given)
})

function content(body: 'binarymime' | '8bitmime' | '7bit', octets: string) {
  return { body, size: octets.length, openBody: async () => Readable.from([Buffer.from(octets)]) }
}
