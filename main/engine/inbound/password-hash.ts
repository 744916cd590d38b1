/** Account passwords at rest: scrypt (RFC 7914) in the form "scrypt$N$r$p$salt$hash", salt and hash in base64. */
import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import type { Random } from '../ports.ts'

/** 16 MiB and some 50 ms for each guess. */
const COST = { N: 16_384, r: 8, p: 1 } as const
const SALT_OCTETS = 16
const HASH_OCTETS = 32

/** Bounds for hashes that come from an import: more would be a way to stop the engine with a configuration file. */
const MOST_MEMORY = 256 * 1024 * 1024

export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = Buffer.from(random.bytes(SALT_OCTETS))
  return written(salt, await derive(password, salt, HASH_OCTETS, { ...COST, maxmem: MOST_MEMORY }))
}

/** A hash of no password: as costly to compare with as any. */
export function unmatchableHash(random: Random): string {
  return written(Buffer.from(random.bytes(SALT_OCTETS)), Buffer.from(random.bytes(HASH_OCTETS)))
}

function written(salt: Buffer, hash: Buffer): string {
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString('base64')}$${hash.toString('base64')}`
}

/** Does the work of comparing with a hash of each cost among `hashes` but the one of `done`, which was compared already. */
export async function spendOtherCosts(
  password: string,
  done: string,
  hashes: readonly string[],
): Promise<void> {
  const byCost = new Map(hashes.map((hash) => [costOf(hash), hash]))
  byCost.delete(costOf(done))
  byCost.delete(null)
  for (const hash of byCost.values()) await verifyPassword(password, hash)
}

/** null for a text that is no hash, with which comparing costs nothing. */
function costOf(stored: string): string | null {
  const parsed = parseHash(stored)
  return parsed && `${parsed.N} ${parsed.r} ${parsed.p}`
}

/** Compares in constant time. A text that is no such hash matches no password. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parsed = parseHash(stored)
  if (!parsed) return false
  const { salt, hash, ...cost } = parsed
  const derived = await derive(password, salt, hash.length, { ...cost, maxmem: MOST_MEMORY })
  return timingSafeEqual(derived, hash)
}

function derive(password: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Unicode has several spellings of one text; devices and people type different ones (RFC 8265 §4.1).
    scrypt(password.normalize('NFC'), salt, length, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

function parseHash(stored: string) {
  const match = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/.exec(stored)
  if (!match) return null
  const [N, r, p] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const salt = Buffer.from(match[4] ?? '', 'base64')
  const hash = Buffer.from(match[5] ?? '', 'base64')
  const powerOfTwo = N > 1 && (N & (N - 1)) === 0
  if (!powerOfTwo || r < 1 || p < 1 || p > 16 || 128 * N * r > MOST_MEMORY / 2 || hash.length < 16)
    return null
  return { N, r, p, salt, hash }
}
