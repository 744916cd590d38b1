/** A compact JWE (RFC 7516) under a passphrase: PBES2-HS512+A256KW (RFC 7518 §4.8) and A256GCM (§5.3). */
import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { unwrapKey, wrapKey } from './aes-key-wrap.ts'

const ALGORITHM = 'PBES2-HS512+A256KW'
const ENCRYPTION = 'A256GCM'
/** Of PBKDF2 with SHA-512: OWASP asks for 210,000; about a second here, and as much for each guess of a thief. */
const ITERATIONS = 1_000_000
/** Another file must not keep this computer busy for hours. */
const MOST_ITERATIONS = 10_000_000
/** Octets of the authentication tag of GCM. */
const TAG = 16

/** No other field: one that is critical must be understood or the whole refused (RFC 7515 §4.1.11). */
const headerSchema = z.strictObject({
  alg: z.literal(ALGORITHM),
  enc: z.literal(ENCRYPTION),
  p2s: z.string(),
  p2c: z.int().min(1000).max(MOST_ITERATIONS),
})
type Header = z.infer<typeof headerSchema>

export async function encryptWithPassphrase(text: string, passphrase: string): Promise<string> {
  const salt = randomBytes(16).toString('base64url')
  const header: Header = { alg: ALGORITHM, enc: ENCRYPTION, p2s: salt, p2c: ITERATIONS }
  const [contentKey, iv] = [randomBytes(32), randomBytes(12)]
  const wrapped = wrapKey(await keyOf(passphrase, header), contentKey)
  const head = Buffer.from(JSON.stringify(header)).toString('base64url')
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv, { authTagLength: TAG })
  cipher.setAAD(Buffer.from(head, 'ascii'))
  const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const parts = [wrapped, iv, content, cipher.getAuthTag()].map((part) => part.toString('base64url'))
  return [head, ...parts].join('.')
}

/** @throws where the passphrase is another one, or this is no such JWE, or it was changed */
export async function decryptWithPassphrase(jwe: string, passphrase: string): Promise<string> {
  const parts = jwe.split('.')
  if (parts.length !== 5) throw new Error('A compact JWE has five parts.')
  const [head = '', ...rest] = parts
  const [wrapped, iv, content, tag] = rest.map((part) => Buffer.from(part, 'base64url'))
  if (!wrapped || !iv || !content || !tag) throw new Error('A compact JWE has five parts.')
  const header = headerSchema.parse(JSON.parse(Buffer.from(head, 'base64url').toString('utf8')))
  const contentKey = unwrapKey(await keyOf(passphrase, header), wrapped)
  const decipher = createDecipheriv('aes-256-gcm', contentKey, iv, { authTagLength: TAG })
  decipher.setAAD(Buffer.from(head, 'ascii'))
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8')
}

/** RFC 7518 §4.8.1.1: the salt is the algorithm's name, a zero octet, and p2s. */
function keyOf(passphrase: string, { alg, p2s, p2c }: Header): Promise<Buffer> {
  const salt = Buffer.concat([Buffer.from(`${alg}\0`, 'utf8'), Buffer.from(p2s, 'base64url')])
  return promisify(pbkdf2)(passphrase, salt, p2c, 32, 'sha512')
}
