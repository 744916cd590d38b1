import type { Workers } from './open-storage.ts'
import type { SetupStorage } from './storage.ts'

/** Configuration, accounts and audit, over the workers. Reads go to the writer: they see what was just written. */
export function createSetupStorage({ writer, reader }: Workers): SetupStorage {
  return {
    getConfiguration: () => writer.call('getConfiguration', undefined),
    setConfiguration: (document, audit) => writer.call('setConfiguration', { document, audit }),
    listAccounts: () => writer.call('listAccounts', undefined),
    putAccount: (account, previousUsername, audit) =>
      writer.call('putAccount', { account, previousUsername, audit }),
    removeAccount: (username, audit) => writer.call('removeAccount', { username, audit }),
    touchAccount(username, appPassword, lastUsedAt) {
      // A lost time of use harms nobody, and there is nobody to tell.
      writer.call('touchAccount', { username, appPassword, lastUsedAt }).catch(() => undefined)
    },
    getValue: (key) => writer.call('getValue', key),
    setValue: (key, value) => writer.call('setValue', { key, value }),
    listAudit: (limit) => reader.call('listAudit', limit),
    searchAudit: (search) => reader.call('searchAudit', search),
  }
}
