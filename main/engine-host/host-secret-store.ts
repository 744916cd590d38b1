import type { SecretStore } from '../engine/ports.ts'
import type { FromEngine, ToEngine } from './engine-messages.ts'
import { isSealedByKeyFile } from './key-file-secret-store.ts'

export interface HostSecretStore extends SecretStore {
  /** Hands in the host's answers. */
  answer(message: Extract<ToEngine, { kind: 'secret' | 'secret-failed' }>): void
}

/**
 * Secrets in the keychain of the host, asked through messages. What a headless run sealed with the key file of the folder
 * is opened with that, so that an installation can move to the desktop.
 */
export function createHostSecretStore(
  ask: (request: FromEngine) => void,
  keyFile: SecretStore,
): HostSecretStore {
  const waiting = new Map<number, { resolve(text: string): void; reject(error: Error): void }>()
  let lastId = 0
  const request = (operation: 'seal' | 'open', text: string) =>
    new Promise<string>((resolve, reject) => {
      lastId += 1
      waiting.set(lastId, { resolve, reject })
      ask({ kind: 'secret-request', id: lastId, operation, text })
    })
  return {
    seal: (plain) => request('seal', plain),
    open: (sealed) => (isSealedByKeyFile(sealed) ? keyFile.open(sealed) : request('open', sealed)),
    answer(message) {
      const caller = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.kind === 'secret') caller?.resolve(message.text)
      else caller?.reject(new Error(message.message))
    },
  }
}
