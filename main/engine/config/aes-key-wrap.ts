/**
 * AES Key Wrap (RFC 3394) with a key of 256 bits. By hand over single blocks, because Electron's BoringSSL has no cipher
 * for it: neither node:crypto nor WebCrypto, and so not jose, wrap a key there.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'

/** RFC 3394 §2.2.3.1: what a key that was unwrapped rightly begins with. */
const INITIAL = Buffer.alloc(8, 0xa6)
const ROUNDS = 6

/** @param content whole blocks of 8 octets, at least two */
export function wrapKey(key: Buffer, content: Buffer): Buffer {
  const blocks = blocksOf(content)
  let register: Buffer = INITIAL
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, block] of blocks.entries()) {
      const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
      const out = Buffer.concat([cipher.update(Buffer.concat([register, block])), cipher.final()])
      register = counted(out.subarray(0, 8), round * blocks.length + index + 1)
      blocks[index] = out.subarray(8)
    }
  return Buffer.concat([register, ...blocks])
}

/** @throws where the key is another one, or the content was changed */
export function unwrapKey(key: Buffer, wrapped: Buffer): Buffer {
  const [first = INITIAL, ...blocks] = blocksOf(wrapped)
  let register: Buffer = first
  for (let round = ROUNDS - 1; round >= 0; round -= 1)
    for (const [index, block] of [...blocks.entries()].reverse()) {
      const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false)
      const input = Buffer.concat([counted(register, round * blocks.length + index + 1), block])
      const out = Buffer.concat([decipher.update(input), decipher.final()])
      register = out.subarray(0, 8)
      blocks[index] = out.subarray(8)
    }
  if (!register.equals(INITIAL)) throw new Error('The key does not unwrap this.')
  return Buffer.concat(blocks)
}

function blocksOf(content: Buffer): Buffer[] {
  if (content.length < 16 || content.length % 8 !== 0)
    throw new Error('A wrapped key has blocks of 8 octets.')
  return Array.from({ length: content.length / 8 }, (_, index) => content.subarray(index * 8, index * 8 + 8))
}

function counted(register: Buffer, step: number): Buffer {
  const mixed = Buffer.from(register)
  mixed.writeUInt32BE((mixed.readUInt32BE(4) ^ step) >>> 0, 4)
  return mixed
}
