/** Accounts: in memory by user name, so that AUTH asks no disk; each change is stored before it counts. */
import type { AccountView, NewAccount } from '../../../shared/contract/accounts.ts'
import type { AccountConfig } from '../../../shared/domain/account.ts'
import { EngineError, notFound } from '../engine-error.ts'
import type { Clock, Logger, Random, SecretStore } from '../ports.ts'
import type { AuditEntry, SetupStorage, StoredAccount } from '../storage/storage.ts'
import type { AccountDirectory } from './config-source.ts'
import { generatePassword } from './generate-password.ts'

export interface AccountStoreOptions {
  readonly storage: Pick<SetupStorage, 'listAccounts' | 'putAccount' | 'removeAccount' | 'touchAccount'>
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly hashPassword: (password: string) => Promise<string>
  /** Called after each change. */
  readonly onChange: () => void
}

export type AccountEdit = NewAccount

export interface AccountStore extends AccountDirectory {
  list(): AccountView[]
  /** Adds an account; answers its generated password, which is not shown again. */
  create(edit: AccountEdit, actor: string): Promise<string>
  /** Answers a new password where CRAM-MD5 was switched on, which needs a recoverable one; otherwise null. */
  update(edit: AccountEdit, actor: string): Promise<string | null>
  resetPassword(username: string, actor: string): Promise<string>
  remove(username: string, actor: string): Promise<void>
  /** Replaces all accounts by those of a configuration file. */
  replaceAll(accounts: readonly AccountConfig[], actor: string): Promise<void>
  /** As a configuration file has them, with hashes in place of passwords. */
  export(): AccountConfig[]
}

export async function createAccountStore(options: AccountStoreOptions): Promise<AccountStore> {
  const { storage, secrets, clock } = options
  const accounts = new Map((await storage.listAccounts()).map((account) => [account.username, account]))

  const find = (username: string) => accounts.get(username) ?? null
  const existing = (username: string) => {
    const account = accounts.get(username)
    if (!account) throw notFound('account', username)
    return account
  }
  const audit = (actor: string, action: string, username: string): AuditEntry => ({
    at: clock.now(),
    actor,
    action,
    detail: { username },
  })
  async function put(account: StoredAccount, actor: string, action: string): Promise<void> {
    await storage.putAccount(account, null, audit(actor, action, account.username))
    accounts.set(account.username, account)
    options.onChange()
  }
  async function withPassword(account: StoredAccount, password: string): Promise<StoredAccount> {
    const passwordHash = await options.hashPassword(password)
    return { ...account, passwordHash, sealedPassword: account.cramMd5 ? await secrets.seal(password) : null }
  }
  async function drop(username: string, actor: string): Promise<void> {
    await storage.removeAccount(username, audit(actor, 'account removed', username))
    accounts.delete(username)
    options.onChange()
  }

  async function fromFile(config: AccountConfig): Promise<StoredAccount> {
    const { password, passwordHash, appPasswords: _appPasswords, ...edit } = config
    const before = find(config.username)
    const account: StoredAccount = { ...newAccount(edit, clock.now()), ...(before ?? {}), ...edit }
    if (password !== undefined) return withPassword(account, password)
    // The recoverable copy belongs to a password: it stays only where that is the same.
    const kept = before?.passwordHash === passwordHash && edit.cramMd5 ? before?.sealedPassword : null
    if (edit.cramMd5 && !kept)
      options.logger.warn(
        'An account with CRAM-MD5 came with a hash only: CRAM-MD5 works after its password is reset.',
        { account: config.username },
      )
    return { ...account, passwordHash: passwordHash ?? '', sealedPassword: kept ?? null }
  }

  return {
    find,
    async recoverPassword(username) {
      const sealed = find(username)?.sealedPassword ?? null
      return sealed === null ? null : secrets.open(sealed)
    },
    offersCramMd5: () => [...accounts.values()].some((account) => account.cramMd5 && !account.disabled),
    touch(username, appPassword = undefined) {
      const account = accounts.get(username)
      if (!account) return
      const lastUsedAt = clock.now()
      accounts.set(username, { ...account, lastUsedAt })
      storage.touchAccount(username, appPassword ?? null, lastUsedAt)
    },
    list: () => [...accounts.values()].map(view).sort(byUsername),
    async create(edit, actor) {
      if (accounts.has(edit.username))
        throw new EngineError(
          'CONFLICT',
          `There is already an account "${edit.username}": choose another user name.`,
        )
      const password = generatePassword(options.random)
      await put(await withPassword(newAccount(edit, clock.now()), password), actor, 'account added')
      return password
    },
    async update(edit, actor) {
      const before = existing(edit.username)
      const account = { ...before, ...edit }
      if (!edit.cramMd5 || before.sealedPassword !== null) {
        await put(
          { ...account, sealedPassword: edit.cramMd5 ? before.sealedPassword : null },
          actor,
          'account changed',
        )
        return null
      }
      const password = generatePassword(options.random)
      await put(await withPassword(account, password), actor, 'account changed')
      return password
    },
    async resetPassword(username, actor) {
      const password = generatePassword(options.random)
      await put(await withPassword(existing(username), password), actor, 'password reset')
      return password
    },
    async remove(username, actor) {
      existing(username)
      await drop(username, actor)
    },
    async replaceAll(configs, actor) {
      const next = await Promise.all(configs.map(fromFile))
      const names = new Set(next.map((account) => account.username))
      for (const username of [...accounts.keys()]) if (!names.has(username)) await drop(username, actor)
      await Promise.all(next.map((account) => put(account, actor, 'account imported')))
    },
    export: () =>
      [...accounts.values()].sort(byUsername).map((account) => {
        const { createdAt: _at, lastUsedAt: _used, sealedPassword: _sealed, appPasswords, ...rest } = account
        const passwords = appPasswords.map(({ name, hash, createdAt }) => ({ name, hash, createdAt }))
        return { ...rest, appPasswords: passwords }
      }),
  }
}

function newAccount(edit: AccountEdit, now: number): StoredAccount {
  return {
    ...edit,
    appPasswords: [],
    createdAt: now,
    lastUsedAt: null,
    passwordHash: '',
    sealedPassword: null,
  }
}

function view(account: StoredAccount): AccountView {
  const { passwordHash: _hash, sealedPassword: _sealed, appPasswords, ...rest } = account
  return { ...rest, appPasswords: appPasswords.map(({ hash: _digest, ...shown }) => shown) }
}

function byUsername(a: { username: string }, b: { username: string }): number {
  return a.username < b.username ? -1 : a.username > b.username ? 1 : 0
}
