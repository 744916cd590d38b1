import { safeStorage } from 'electron'
import type { FromEngine, ToEngine } from '../engine-host/engine-messages.ts'

const PREFIX = 'safe1:'

/**
 * Has this system a keychain? Linux without one gives "basic_text", a key that is the same everywhere: then the key file
 * of the data folder, which only the owner can read, is the better place. To be asked after "ready".
 */
export function hasKeychain(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

/** Seals and opens for the engine, which cannot reach the keychain itself. */
export function answerSecret(request: Extract<FromEngine, { kind: 'secret-request' }>): ToEngine {
  const { id, operation, text } = request
  try {
    return { kind: 'secret', id, text: operation === 'seal' ? seal(text) : open(text) }
  } catch (error) {
    return { kind: 'secret-failed', id, message: error instanceof Error ? error.message : String(error) }
  }
}

function seal(plain: string): string {
  return PREFIX + safeStorage.encryptString(plain).toString('base64')
}

function open(sealed: string): string {
  if (!sealed.startsWith(PREFIX)) throw new Error('This secret was sealed by another store: enter it again.')
  return safeStorage.decryptString(Buffer.from(sealed.slice(PREFIX.length), 'base64'))
}
