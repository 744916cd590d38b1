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

test.each([
  ['nobody signs', content('binarymime', BINARY), []],
  ['is not binary', content('8bitmime', BINARY), SIGN],
  ['cannot be converted', content('binarymime', 'Subject: a\nb\r\n\r\nx'), SIGN],
] as const)('content that %s stays as it is', async (_why, given, changes) => {
  expect(await convertBeforeSigning(given, changes)).toBe(given)
})

function content(body: 'binarymime' | '8bitmime', octets: string) {
  return { body, size: octets.length, openBody: async () => Readable.from([Buffer.from(octets)]) }
}
