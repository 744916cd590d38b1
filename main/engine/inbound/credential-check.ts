/** Are these credentials those of an account that may be used now? Costs the same for names that do not exist. */

import { createHmac, timingSafeEqual } from 'node:crypto'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { TokenIssuer } from '../../../shared/domain/oauth.ts'
import type { RefusalCause } from '../../../shared/domain/session.ts'
import { findAppPassword } from '../config/app-password.ts'
import type { AccountDirectory } from '../config/config-source.ts'
import { limitConcurrency } from '../limit-concurrency.ts'
import type { Clock, Random } from '../ports.ts'
import type { StoredAccount } from '../storage/storage.ts'
import { spendOtherCosts, unmatchableHash, verifyPassword } from './password-hash.ts'
import { because } from './reply.ts'
import type { Credentials } from './sasl.ts'
import type { TokenVerifier } from './tokens/token-verifier.ts'
import { whyUnusable } from './usable-account.ts'

export type CredentialVerdict =
  | { readonly kind: 'accepted'; readonly account: StoredAccount; readonly by: SignedInBy }
  /** The reason is for the administrator's eyes, never for the wire. */
  | ({ readonly kind: 'denied' } & Denial)
  /** Nobody knows just now. */
  | { readonly kind: 'unavailable'; readonly reason: string }

export interface Denial {
  readonly reason: string
  readonly cause: RefusalCause
}

/** What the client has shown: a session ends to be signed in when it is no longer valid. */
export type SignedInBy =
  | { readonly kind: 'password'; readonly passwordHash: string }
  | { readonly kind: 'app-password'; readonly id: string; readonly name: string }
  | { readonly kind: 'token' }

export interface CredentialCheck {
  /** @param client its normalised address */
  check(credentials: Credentials, client: string): Promise<CredentialVerdict>
}

export interface CredentialSources {
  readonly accounts: AccountDirectory
  readonly clock: Clock
  readonly random: Random
  readonly tokens: TokenVerifier
  /** Whose tokens are taken; null where none are. */
  readonly tokenIssuer: () => TokenIssuer | null
}

/** Accounts whose last right password is remembered. */
const MOST_REMEMBERED = 1_000

/** scrypt works in libuv's four threads, which DNS and files need too; more at once would be no faster. */
const MOST_AT_ONCE = 2

export function createCredentialCheck(sources: CredentialSources): CredentialCheck {
  const { accounts, clock, random } = sources
  // A device that signs in for each message must not cost 50 ms each time. Only a keyed digest of the password is
  // held, under a key that lives as long as the process; a new password of the account makes it worthless.
  const key = Buffer.from(random.bytes(32))
  const remembered = new Map<string, { readonly hash: string; readonly digest: Buffer }>()
  const turn = limitConcurrency(MOST_AT_ONCE)
  // Costs a name that does not exist what one that does would cost, from the first try on.
  const decoy = unmatchableHash(random)

  const digestOf = (username: string, password: string) =>
    createHmac('sha256', key).update(`${username}\0${password}`).digest()

  async function checkPassword(
    username: string,
    password: string,
    client: string,
  ): Promise<CredentialVerdict> {
    const account = accounts.find(username)
    const appPassword = findAppPassword(password, account?.appPasswords ?? [])
    const mayBeUsed = account !== null && whyUnusable(account, client, clock.now()) === null
    if (account && appPassword && mayBeUsed) return byAppPassword(account, appPassword, client)
    const digest = digestOf(username, password)
    const known = remembered.get(username)
    const again = known?.hash === account?.passwordHash && known && timingSafeEqual(known.digest, digest)
    // An account that may not be used costs a hash each time: a fast no would say that the password is right.
    if (account && again && mayBeUsed) return usable(account, client, byPassword(account))
    const stored = account?.passwordHash ?? decoy
    const right = await turn(async () => {
      const matches = await verifyPassword(password, stored)
      // Hashes that were imported may have other costs than ours: a no costs what all kinds of them cost together.
      if (!matches || !mayBeUsed)
        await spendOtherCosts(password, stored, [decoy, ...accounts.passwordHashes()])
      return matches
    })
    if (account && appPassword) return byAppPassword(account, appPassword, client)
    if (!account) return denied('there is no account of that name')
    if (!right) return denied('wrong password', username)
    const verdict = usable(account, client, byPassword(account))
    if (verdict.kind === 'accepted') remember(username, { hash: account.passwordHash, digest })
    return verdict
  }

  function byAppPassword(
    account: StoredAccount,
    { id, name }: { readonly id: string; readonly name: string },
    client: string,
  ): CredentialVerdict {
    return usable(account, client, { kind: 'app-password', id, name })
  }

  async function checkCramMd5(
    credentials: Extract<Credentials, { kind: 'cram-md5' }>,
    client: string,
  ): Promise<CredentialVerdict> {
    const account = accounts.find(credentials.username)
    const password = account?.cramMd5 ? await accounts.recoverPassword(account.username) : null
    const decoyPassword = Buffer.from(random.bytes(16)).toString('hex')
    const expected = createHmac('md5', password ?? decoyPassword)
      .update(credentials.challenge)
      .digest()
    const right = timingSafeEqual(expected, Buffer.from(credentials.digest, 'hex'))
    if (!account) return denied('there is no account of that name')
    if (password === null)
      return {
        kind: 'denied',
        reason: 'the account does not allow CRAM-MD5',
        cause: because('account', account.username),
      }
    return right ? usable(account, client, byPassword(account)) : denied('wrong password', account.username)
  }

  async function checkToken(username: string, token: string, client: string): Promise<CredentialVerdict> {
    const issuer = sources.tokenIssuer()
    if (!issuer) return denied('tokens are not taken here')
    const verdict = await sources.tokens.verify(token, issuer)
    if (verdict.kind === 'unavailable') return verdict
    if (verdict.kind === 'invalid') return denied(verdict.reason)
    if (username !== '' && verdict.username !== username)
      return denied('the token is of another user than the one that was named')
    const account = accounts.find(verdict.username)
    if (!account) return denied('there is no account of the name in the token')
    return usable(account, client, { kind: 'token' })
  }

  function usable(account: StoredAccount, client: string, by: SignedInBy): CredentialVerdict {
    const reason = whyUnusable(account, client, clock.now())
    if (reason !== null) return { kind: 'denied', reason, cause: because('account', account.username) }
    accounts.touch(account.username, by.kind === 'app-password' ? by.id : undefined)
    return { kind: 'accepted', account, by }
  }

  function remember(username: string, entry: { hash: string; digest: Buffer }): void {
    remembered.delete(username)
    remembered.set(username, entry)
    const oldest = remembered.keys().next()
    if (remembered.size > MOST_REMEMBERED && !oldest.done) remembered.delete(oldest.value)
  }

  return {
    check(credentials, client) {
      switch (credentials.kind) {
        case 'password':
          return checkPassword(credentials.username, credentials.password, client)
        case 'cram-md5':
          return checkCramMd5(credentials, client)
        case 'token':
          return checkToken(credentials.username, credentials.token, client)
        default:
          return assertNever(credentials)
      }
    },
  }
}

function denied(reason: string, account: string | null = null): CredentialVerdict {
  return { kind: 'denied', reason, cause: because('password', account) }
}

function byPassword({ passwordHash }: StoredAccount): SignedInBy {
  return { kind: 'password', passwordHash }
}
