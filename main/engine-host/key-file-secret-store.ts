/**
 * Secrets without a keychain: AES-256-GCM with a key that the environment provides or a file in the data folder holds
 * (0600). It protects copies of the database and exports; whoever can read the key file can read the secrets.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { chmod, link, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SecretStore } from '../engine/ports.ts'
import { syncFolder } from '../engine/sync-folder.ts'

const PREFIX = 'key1:'
const KEY_OCTETS = 32
const NONCE_OCTETS = 12
const TAG_OCTETS = 16

/**
 * MAILROOM_SECRET_KEY, where set, is the key: 32 octets in base64, or any other text, of which SHA-256 is taken.
 * Without it, `secret.key` in the data folder is read or, at first start, made.
 */
export async function openKeyFileSecretStore(
  folder: string,
  environmentKey: string | undefined,
): Promise<SecretStore> {
  const key = environmentKey ? keyOfText(environmentKey) : await readOrMakeKey(join(folder, 'secret.key'))
  return createAesSecretStore(key)
}

/** True for what this store sealed, whatever its key. */
export function isSealedByKeyFile(sealed: string): boolean {
  return sealed.startsWith(PREFIX)
}

function createAesSecretStore(key: Uint8Array): SecretStore {
  return {
    async seal(plain) {
      const nonce = randomBytes(NONCE_OCTETS)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const content = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64')
    },
    async open(sealed) {
      if (!isSealedByKeyFile(sealed))
        throw new Error('This secret was sealed by another store (the desktop keychain): enter it again.')
      const octets = Buffer.from(sealed.slice(PREFIX.length), 'base64')
      const nonce = octets.subarray(0, NONCE_OCTETS)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_OCTETS })
      decipher.setAuthTag(octets.subarray(NONCE_OCTETS, NONCE_OCTETS + TAG_OCTETS))
      try {
        const content = octets.subarray(NONCE_OCTETS + TAG_OCTETS)
        return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8')
      } catch (error) {
        throw new Error('This secret was sealed with another key: enter it again.', { cause: error })
      }
    },
  }
}

function keyOfText(text: string): Uint8Array {
  const decoded = Buffer.from(text, 'base64')
  if (decoded.length === KEY_OCTETS && decoded.toString('base64') === text.trim()) return decoded
  return createHash('sha256').update(text, 'utf8').digest()
}

async function readOrMakeKey(path: string): Promise<Uint8Array> {
  const existing = await readKey(path)
  if (existing) return existing
  await makeKey(path)
  const made = await readKey(path)
  if (!made) throw new Error(`The key file ${path} cannot be read back.`)
  return made
}

/** The name comes last: a power cut leaves a whole key or none, never an empty file that nothing opens. */
async function makeKey(path: string): Promise<void> {
  const draft = `${path}.${process.pid}`
  try {
    const file = await open(draft, 'w', 0o600)
    try {
      await file.writeFile(`${randomBytes(KEY_OCTETS).toString('base64')}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await putInPlace(draft, path)
    await syncFolder(dirname(path))
  } finally {
    await rm(draft, { force: true })
  }
}

/** A key that another process has made meanwhile stays; where files cannot have two names, the later one counts. */
async function putInPlace(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'EOPNOTSUPP' || code === 'ENOSYS')
      await rename(draft, path)
    else if (code !== 'EEXIST') throw error
  }
}

async function readKey(path: string): Promise<Uint8Array | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== KEY_OCTETS)
    throw new Error(
      `The key file ${path} is damaged: restore it from a backup, or remove it and enter the secrets anew.`,
    )
  if (process.platform !== 'win32') await chmod(path, 0o600)
  return key
}
