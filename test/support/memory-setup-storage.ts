import type { AuditEntry, SetupStorage, StoredAccount } from '../../main/engine/storage/storage.ts'

/** What a store keeps of the set-up, in memory and open to the test. */
export class MemorySetupStorage implements SetupStorage {
  document: unknown = null
  readonly accounts = new Map<string, StoredAccount>()
  readonly audit: AuditEntry[] = []
  readonly values = new Map<string, string>()

  async getConfiguration(): Promise<unknown> {
    return this.document
  }

  async setConfiguration(document: unknown, audit: AuditEntry): Promise<void> {
    this.document = structuredClone(document)
    this.audit.push(audit)
  }

  async listAccounts(): Promise<StoredAccount[]> {
    return [...this.accounts.values()]
  }

  async putAccount(account: StoredAccount, previous: string | null, audit: AuditEntry): Promise<void> {
    if (previous !== null) this.accounts.delete(previous)
    this.accounts.set(account.username, account)
    this.audit.push(audit)
  }

  async removeAccount(username: string, audit: AuditEntry): Promise<boolean> {
    this.audit.push(audit)
    return this.accounts.delete(username)
  }

  touchAccount(username: string, _appPassword: string | null, lastUsedAt: number): void {
    const account = this.accounts.get(username)
    if (account) this.accounts.set(username, { ...account, lastUsedAt })
  }

  async getValue(key: string): Promise<string | null> {
    return this.values.get(key) ?? null
  }

  async setValue(key: string, value: string): Promise<void> {
    this.values.set(key, value)
  }

  async listAudit(limit: number): Promise<AuditEntry[]> {
    return this.audit.slice(-limit).reverse()
  }

  async searchAudit({ text, limit }: { text: string; limit: number }) {
    const rows = this.audit
      .map((entry, index) => ({ id: index + 1, ...entry }))
      .filter((entry) => JSON.stringify(entry).toLowerCase().includes(text.toLowerCase()))
    return { rows: rows.slice(-limit).reverse(), nextCursor: null }
  }
}
