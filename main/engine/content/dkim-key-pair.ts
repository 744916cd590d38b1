/** DKIM key pairs (RFC 6376 §3.3, RFC 8301 §3.2, RFC 8463 §4.2). */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { DkimAlgorithm } from '../../../shared/domain/dkim.ts'

const generate = promisify(generateKeyPair)

/** Octets of an Ed25519 key; they are the end of its SubjectPublicKeyInfo (RFC 8410 §4). */
const ED25519_OCTETS = 32

export interface DkimKeyPair {
  /** PKCS #8 PEM. */
  readonly privateKey: string
  /** As in p= of the record: base64 of SubjectPublicKeyInfo for RSA, of the bare key for Ed25519. */
  readonly publicKey: string
}

/** RSA takes some hundred milliseconds, on another thread. */
export async function generateDkimKeyPair(algorithm: DkimAlgorithm): Promise<DkimKeyPair> {
  const pair =
    algorithm === 'ed25519' ? await generate('ed25519', {}) : await generate('rsa', { modulusLength: 2048 })
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicKey: publicKeyText(pair.publicKey),
  }
}

export interface OpenedKey {
  readonly key: KeyObject
  readonly algorithm: DkimAlgorithm
  readonly publicKey: string
}

/** Also PKCS #1, as other programs write RSA keys. null for what is no key, is encrypted, or is of another kind. */
export function openPrivateKey(pem: string): OpenedKey | null {
  try {
    const key = createPrivateKey(pem)
    const algorithm = algorithmOf(key)
    return algorithm && { key, algorithm, publicKey: publicKeyText(createPublicKey(key)) }
  } catch {
    return null
  }
}

/** What a p= holds; null where it is no public key that verifiers take. */
export function algorithmOfPublicKey(publicKey: string): DkimAlgorithm | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(publicKey)) return null
  const octets = Buffer.from(publicKey, 'base64')
  if (octets.length === ED25519_OCTETS) return 'ed25519'
  try {
    return algorithmOf(createPublicKey({ key: octets, type: 'spki', format: 'der' }))
  } catch {
    return null
  }
}

/** "rsa-2048" stands for RSA of 2048 to 4096 bits: what every verifier must take (RFC 8301 §3.2). */
function algorithmOf(key: KeyObject): DkimAlgorithm | null {
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519'
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  return key.asymmetricKeyType === 'rsa' && bits >= 2048 && bits <= 4096 ? 'rsa-2048' : null
}

function publicKeyText(key: KeyObject): string {
  const octets = key.export({ type: 'spki', format: 'der' })
  return (algorithmOf(key) === 'ed25519' ? octets.subarray(-ED25519_OCTETS) : octets).toString('base64')
}
