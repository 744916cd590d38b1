import { CompactEncrypt, compactDecrypt } from 'jose'
import { expect, test } from 'vitest'
import { unwrapKey, wrapKey } from '../../../main/engine/config/aes-key-wrap.ts'
import { decryptWithPassphrase, encryptWithPassphrase } from '../../../main/engine/config/passphrase-jwe.ts'

const PASSPHRASE = 'correct horse – Gruß'
const octets = (text: string) => new TextEncoder().encode(text)

test('a key is wrapped as RFC 3394 §4.6 has it, and another key does not open it', () => {
  const key = Buffer.from('000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F', 'hex')
  const content = Buffer.from('00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F', 'hex')
  const wrapped = wrapKey(key, content)
  expect(wrapped.toString('hex').toUpperCase()).toBe(
    '28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21',
  )
  expect(unwrapKey(key, wrapped)).toEqual(content)
  expect(() => unwrapKey(Buffer.alloc(32), wrapped)).toThrow()
})

test('jose opens what is sealed here', async () => {
  const jwe = await encryptWithPassphrase('{"a":"ü"}', PASSPHRASE)
  const { plaintext } = await compactDecrypt(jwe, octets(PASSPHRASE), {
    keyManagementAlgorithms: ['PBES2-HS512+A256KW'],
    maxPBES2Count: 1_000_000,
  })
  expect(new TextDecoder().decode(plaintext)).toBe('{"a":"ü"}')
})

test('what jose sealed is opened here, and by no other passphrase; what was changed is not', async () => {
  const jwe = await new CompactEncrypt(octets('secret'))
    .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM' })
    .setKeyManagementParameters({ p2c: 2_000 })
    .encrypt(octets(PASSPHRASE))
  expect(await decryptWithPassphrase(jwe, PASSPHRASE)).toBe('secret')
  await expect(decryptWithPassphrase(jwe, 'another')).rejects.toThrow()
  const [head, key, iv, content, tag] = jwe.split('.')
  const changed = [head, key, iv, `${content?.[0] === 'A' ? 'B' : 'A'}${content?.slice(1)}`, tag].join('.')
  await expect(decryptWithPassphrase(changed, PASSPHRASE)).rejects.toThrow()
})
