import { z } from 'zod'
import { accountRights } from '../../../../shared/domain/account.ts'
import { readJson } from '../rows/json-columns.ts'
import type { AuditEntry, StoredAccount, StoredAppPassword } from '../storage.ts'
import type { Connection } from '../workers/connection.ts'
import { addAudit } from './audit.ts'

interface AccountColumns {
  readonly username: string
  readonly allowed_senders: string
  readonly disabled: number
  readonly cram_md5: number
  readonly created_at: number
  readonly last_used_at: number | null
  readonly password_hash: string
  readonly sealed_password: string | null
  readonly rights: string
}

interface AppPasswordColumns {
  readonly id: string
  readonly name: string
  readonly hash: string
  readonly created_at: number
  readonly last_used_at: number | null
}

const senders = z.array(z.string())
const { allowedSenders: _, disabled: __, cramMd5: ___, ...furtherRights } = accountRights
const rightsSchema = z.object(furtherRights)

export function listAccounts(connection: Connection): StoredAccount[] {
  const rows = connection.prepare('SELECT * FROM accounts ORDER BY username').all() as AccountColumns[]
  const passwords = connection.prepare(
    'SELECT id, name, hash, created_at, last_used_at FROM app_passwords WHERE username = ? ORDER BY created_at, id',
  )
  return rows.map((row) => ({
    ...readAccount(row),
    appPasswords: (passwords.all(row.username) as AppPasswordColumns[]).map(readAppPassword),
  }))
}

function readAppPassword(row: AppPasswordColumns): StoredAppPassword {
  return {
    id: row.id,
    name: row.name,
    hash: row.hash,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }
}

/** Rights that cannot be read allow nothing. */
function readAccount(row: AccountColumns): Omit<StoredAccount, 'appPasswords'> {
  const rights = readJson(rightsSchema, row.rights)
  return {
    ...(rights ?? rightsSchema.parse({ allowedFrom: [] })),
    username: row.username,
    allowedSenders: readJson(senders, row.allowed_senders) ?? [],
    disabled: row.disabled !== 0 || rights === null,
    cramMd5: row.cram_md5 !== 0,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    passwordHash: row.password_hash,
    sealedPassword: row.sealed_password,
  }
}

const PUT = `
  INSERT INTO accounts (username, allowed_senders, disabled, cram_md5, created_at, last_used_at, password_hash,
    sealed_password, rights)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET allowed_senders = excluded.allowed_senders, disabled = excluded.disabled,
    cram_md5 = excluded.cram_md5, created_at = excluded.created_at, last_used_at = excluded.last_used_at,
    password_hash = excluded.password_hash, sealed_password = excluded.sealed_password,
    rights = excluded.rights`

/** Adds or replaces; a previous name other than the account's is given up. */
export function putAccount(
  connection: Connection,
  request: {
    readonly account: StoredAccount
    readonly previousUsername: string | null
    readonly audit: AuditEntry
  },
): void {
  const { account, previousUsername, audit } = request
  if (previousUsername !== null && previousUsername !== account.username) remove(connection, previousUsername)
  connection
    .prepare(PUT)
    .run(
      account.username,
      JSON.stringify(account.allowedSenders),
      account.disabled ? 1 : 0,
      account.cramMd5 ? 1 : 0,
      account.createdAt,
      account.lastUsedAt,
      account.passwordHash,
      account.sealedPassword,
      JSON.stringify(rightsSchema.parse(account)),
    )
  putAppPasswords(connection, account)
  addAudit(connection, audit)
}

/** Answers whether there was one; the audit entry is only made then. */
export function removeAccount(
  connection: Connection,
  { username, audit }: { readonly username: string; readonly audit: AuditEntry },
): boolean {
  const wasThere = remove(connection, username)
  if (wasThere) addAudit(connection, audit)
  return wasThere
}

/** The account's app passwords are those that it has; a later use that was noted meanwhile stays. */
function putAppPasswords(connection: Connection, { username, appPasswords }: StoredAccount): void {
  const ids = JSON.stringify(appPasswords.map(({ id }) => id))
  connection
    .prepare('DELETE FROM app_passwords WHERE username = ? AND id NOT IN (SELECT value FROM json_each(?))')
    .run(username, ids)
  const put = connection.prepare(
    `INSERT INTO app_passwords (id, username, name, hash, created_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET username = excluded.username, name = excluded.name, hash = excluded.hash`,
  )
  for (const { id, name, hash, createdAt, lastUsedAt } of appPasswords)
    put.run(id, username, name, hash, Math.round(createdAt), lastUsedAt)
}

/** The latest use; an earlier time than the stored one changes nothing. */
export function touchAccount(
  connection: Connection,
  request: { readonly username: string; readonly appPassword: string | null; readonly lastUsedAt: number },
): void {
  const { username, appPassword } = request
  const lastUsedAt = Math.round(request.lastUsedAt)
  if (appPassword !== null)
    connection
      .prepare(
        'UPDATE app_passwords SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ? AND username = ?',
      )
      .run(lastUsedAt, appPassword, username)
  connection
    .prepare('UPDATE accounts SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE username = ?')
    .run(lastUsedAt, username)
}

function remove(connection: Connection, username: string): boolean {
  connection.prepare('DELETE FROM app_passwords WHERE username = ?').run(username)
  return connection.prepare('DELETE FROM accounts WHERE username = ?').run(username).changes > 0
}
