import { z } from 'zod'
import { readJson } from '../rows/json-columns.ts'
import type { AuditEntry, StoredAccount } from '../storage.ts'
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
}

const senders = z.array(z.string())

export function listAccounts(connection: Connection): StoredAccount[] {
  const rows = connection.prepare('SELECT * FROM accounts ORDER BY username').all() as AccountColumns[]
  return rows.map(readAccount)
}

/** Allowed senders that cannot be read allow none. */
function readAccount(row: AccountColumns): StoredAccount {
  return {
    username: row.username,
    allowedSenders: readJson(senders, row.allowed_senders) ?? [],
    disabled: row.disabled !== 0,
    cramMd5: row.cram_md5 !== 0,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    passwordHash: row.password_hash,
    sealedPassword: row.sealed_password,
  }
}

const PUT = `
  INSERT INTO accounts (username, allowed_senders, disabled, cram_md5, created_at, last_used_at, password_hash,
    sealed_password)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET allowed_senders = excluded.allowed_senders, disabled = excluded.disabled,
    cram_md5 = excluded.cram_md5, created_at = excluded.created_at, last_used_at = excluded.last_used_at,
    password_hash = excluded.password_hash, sealed_password = excluded.sealed_password`

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
    )
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

/** The latest use; an earlier time than the stored one changes nothing. */
export function touchAccount(
  connection: Connection,
  { username, lastUsedAt }: { readonly username: string; readonly lastUsedAt: number },
): void {
  connection
    .prepare('UPDATE accounts SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE username = ?')
    .run(Math.round(lastUsedAt), username)
}

function remove(connection: Connection, username: string): boolean {
  return connection.prepare('DELETE FROM accounts WHERE username = ?').run(username).changes > 0
}
