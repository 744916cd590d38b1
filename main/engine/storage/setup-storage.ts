import type { Workers } from './open-storage.ts'
import type { SetupStorage } from './storage.ts'

/** Configuration, accounts and audit, over the workers. Reads go to the writer: they see what was just written. */
export function createSetupStorage({ writer, reader }: Workers): SetupStorage {
  let uses = new Map<string, number>()

  /** One write for all uses of a turn; a lost time of use harms nobody, so a failure has no one to tell. */
  function flushUses(): void {
    const noted = uses
    uses = new Map()
    writer.call('touchAccounts', noted).catch(() => undefined)
  }

  return {
    getConfiguration: () => writer.call('getConfiguration', undefined),
    setConfiguration: (document, audit) => writer.call('setConfiguration', { document, audit }),
    listAccounts: () => writer.call('listAccounts', undefined),
    putAccount: (account, previousUsername, audit) =>
      writer.call('putAccount', { account, previousUsername, audit }),
    removeAccount: (username, audit) => writer.call('removeAccount', { username, audit }),
    touchAccount(username, lastUsedAt) {
      if (uses.size === 0) queueMicrotask(flushUses)
      uses.set(username, lastUsedAt)
    },
    getValue: (key) => writer.call('getValue', key),
    setValue: (key, value) => writer.call('setValue', { key, value }),
    listAudit: (limit) => reader.call('listAudit', limit),
  }
}
