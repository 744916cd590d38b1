/** Accounts: in memory by user name, so that AUTH asks no disk; each change is stored before it counts. */
import type { AccountView, NewAccount } from '../../../shared/contract/accounts.ts'
import type { AccountConfig } from '../../../shared/domain/account.ts'
import { EngineError, notFound } from '../engine-error.ts'
import type { Clock, Logger, Random, SecretStore } from '../ports.ts'
import type { AuditEntry, SetupStorage, StoredAccount, StoredAppPassword } from '../storage/storage.ts'
import { generateAppPassword, hashAppPassword } from './app-password.ts'
import type { AccountDirectory } from './config-source.ts'
import { describeChanges, describeSecrets } from './describe-changes.ts'
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

/** Of one account; accountConfigSchema says so too. */
const MOST_APP_PASSWORDS = 100

export interface AccountStore extends AccountDirectory {
  list(): AccountView[]
  /** Adds an account; answers its generated password, which is not shown again. */
  create(edit: AccountEdit, actor: string): Promise<string>
  /** Answers a new password where CRAM-MD5 was switched on, which needs a recoverable one; otherwise null. */
  update(edit: AccountEdit, actor: string): Promise<string | null>
  resetPassword(username: string, actor: string): Promise<string>
  /** A password for one device or program; it is not shown again. Throws CONFLICT where the name is taken. */
  createAppPassword(
    username: string,
    name: string,
    actor: string,
  ): Promise<{ readonly id: string; readonly password: string }>
  revokeAppPassword(username: string, id: string, actor: string): Promise<void>
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
  async function put(account: StoredAccount, actor: string, action: string, detail = {}): Promise<void> {
    const entry = audit(actor, action, account.username)
    const changes = accountChanges(find(account.username), account)
    await storage.putAccount(account, null, { ...entry, detail: { ...entry.detail, ...detail, ...changes } })
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
    const { password, passwordHash, appPasswords, ...edit } = config
    const before = find(config.username)
    const account: StoredAccount = {
      ...newAccount(edit, clock.now()),
      ...(before && { createdAt: before.createdAt, lastUsedAt: before.lastUsedAt }),
      appPasswords: appPasswords.map((one) => appPasswordFromFile(one, before)),
    }
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

  /** One that is there already goes on under its id, with its last use. */
  function appPasswordFromFile(
    { name, hash, createdAt }: AccountConfig['appPasswords'][number],
    before: StoredAccount | null,
  ): StoredAppPassword {
    const same = before?.appPasswords.find((one) => one.hash === hash)
    return { ...(same ?? { id: newAppPasswordId(), createdAt, lastUsedAt: null }), name, hash }
  }
  const newAppPasswordId = () => Buffer.from(options.random.bytes(9)).toString('base64url')

  return {
    find,
    async recoverPassword(username) {
      const sealed = find(username)?.sealedPassword ?? null
      return sealed === null ? null : secrets.open(sealed)
    },
    passwordHashes: () => [...accounts.values()].map(({ passwordHash }) => passwordHash),
    offersCramMd5: () => [...accounts.values()].some((account) => account.cramMd5 && !account.disabled),
    touch(username, appPassword = undefined) {
      const account = accounts.get(username)
      if (!account) return
      const lastUsedAt = clock.now()
      const appPasswords = account.appPasswords.map((one) =>
        one.id === appPassword ? { ...one, lastUsedAt } : one,
      )
      accounts.set(username, { ...account, appPasswords, lastUsedAt })
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
      const account = withRights(before, edit)
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
    async createAppPassword(username, name, actor) {
      const account = existing(username)
      if (account.appPasswords.length >= MOST_APP_PASSWORDS)
        throw new EngineError(
          'CONFLICT',
          `The account "${username}" has ${MOST_APP_PASSWORDS} app passwords already: revoke one first.`,
        )
      if (account.appPasswords.some((one) => one.name === name))
        throw new EngineError(
          'CONFLICT',
          `The account "${username}" has an app password named "${name}" already: choose another name.`,
        )
      const password = generateAppPassword(options.random)
      const id = newAppPasswordId()
      const fresh = { id, name, hash: hashAppPassword(password), createdAt: clock.now(), lastUsedAt: null }
      const appPasswords = [...account.appPasswords, fresh]
      await put({ ...account, appPasswords }, actor, 'app password added', { name })
      return { id, password }
    },
    async revokeAppPassword(username, id, actor) {
      const account = existing(username)
      const revoked = account.appPasswords.find((one) => one.id === id)
      if (!revoked) throw notFound('app password', id)
      const appPasswords = account.appPasswords.filter((one) => one !== revoked)
      await put({ ...account, appPasswords }, actor, 'app password revoked', { name: revoked.name })
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

/** Of one that is new there is nothing to compare; secrets only as changed. */
function accountChanges(before: StoredAccount | null, after: StoredAccount): Record<string, unknown> {
  if (before === null) return {}
  const { changes, more } = describeChanges(rightsOf(before), rightsOf(after))
  const secrets = describeSecrets({ password: before.passwordHash }, { password: after.passwordHash })
  const all = [...changes, ...secrets]
  return { ...(all.length > 0 ? { changes: all } : {}), ...(more === undefined ? {} : { more }) }
}

function rightsOf(account: StoredAccount): Partial<StoredAccount> {
  const {
    appPasswords: _own,
    createdAt: _at,
    lastUsedAt: _used,
    passwordHash: _hash,
    sealedPassword: _sealed,
    ...rights
  } = account
  return rights
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

/** A right that the edit leaves out is given up: size, expiry. */
function withRights(before: StoredAccount, edit: AccountEdit): StoredAccount {
  const { appPasswords, createdAt, lastUsedAt, passwordHash, sealedPassword } = before
  return { ...edit, appPasswords, createdAt, lastUsedAt, passwordHash, sealedPassword }
}

function view(account: StoredAccount): AccountView {
  const { passwordHash: _hash, sealedPassword: _sealed, appPasswords, ...rest } = account
  return { ...rest, appPasswords: appPasswords.map(({ hash: _digest, ...shown }) => shown) }
}

function byUsername(a: { username: string }, b: { username: string }): number {
  return a.username < b.username ? -1 : a.username > b.username ? 1 : 0
}
