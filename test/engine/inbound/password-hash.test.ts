import { randomBytes, scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from '../../../main/engine/inbound/password-hash.ts'

const random = { next: () => 0.5, bytes: (count: number) => randomBytes(count) }

test('a password matches its own hash and no other', async () => {
  const hash = await hashPassword('correct horse', random)
  expect(hash).toMatch(/^scrypt\$16384\$8\$1\$/)
  expect(await verifyPassword('correct horse', hash)).toBe(true)
  expect(await verifyPassword('correct horsE', hash)).toBe(false)
  expect(await hashPassword('correct horse', random)).not.toBe(hash)
})

test('reads the cost from the hash', async () => {
  const salt = Buffer.from('0123456789abcdef')
  const key = scryptSync('pw', salt, 32, { N: 1024, r: 4, p: 2 })
  const stored = `scrypt$1024$4$2$${salt.toString('base64')}$${key.toString('base64')}`
  expect(await verifyPassword('pw', stored)).toBe(true)
})

test('both spellings of an accented letter are one password', async () => {
  const hash = await hashPassword('caf\u00e9', random)
  expect(await verifyPassword('cafe\u0301', hash)).toBe(true)
})

test.each([
  '',
  'scrypt$',
  'scrypt$15$8$1$AAAA$AAAA',
  'scrypt$16777216$64$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAA',
  'plain',
])('a broken or absurdly expensive hash %j matches nothing', async (stored) =>
  expect(await verifyPassword('', stored)).toBe(false),
)
