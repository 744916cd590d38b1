/** Are these credentials those of an account? Costs the same for names that do not exist. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AccountDirectory } from '../config/config-source.ts'
import type { Random } from '../ports.ts'
import type { StoredAccount } from '../storage/storage.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import type { Credentials } from './sasl.ts'

export type CredentialVerdict =
  | { readonly kind: 'accepted'; readonly account: StoredAccount }
  /** The reason is for the administrator's eyes, never for the wire. */
  | { readonly kind: 'denied'; readonly reason: string }

export interface CredentialCheck {
  check(credentials: Credentials): Promise<CredentialVerdict>
}

/** Accounts whose last right password is remembered. */
const MOST_REMEMBERED = 1_000

/** scrypt works in libuv's four threads, which DNS and files need too; more at once would be no faster. */
const MOST_AT_ONCE = 2

export function createCredentialCheck(accounts: AccountDirectory, random: Random): CredentialCheck {
  // A device that signs in for each message must not cost 50 ms each time. Only a keyed digest of the password is
  // held, under a key that lives as long as the process; a new password of the account makes it worthless.
  const key = Buffer.from(random.bytes(32))
  const remembered = new Map<string, { readonly hash: string; readonly digest: Buffer }>()
  const turn = createTurns(MOST_AT_ONCE)
  let decoy: Promise<string> | null = null

  const digestOf = (username: string, password: string) =>
    createHmac('sha256', key).update(`${username}\0${password}`).digest()

  async function checkPassword(username: string, password: string): Promise<CredentialVerdict> {
    const account = accounts.find(username)
    const digest = digestOf(username, password)
    const known = remembered.get(username)
    const again = known?.hash === account?.passwordHash && known && timingSafeEqual(known.digest, digest)
    if (account && again) return enabled(account)
    decoy ??= hashPassword(Buffer.from(random.bytes(16)).toString('hex'), random)
    const stored = account?.passwordHash ?? (await decoy)
    const right = await turn(() => verifyPassword(password, stored))
    if (!account) return { kind: 'denied', reason: 'there is no account of that name' }
    if (!right) return { kind: 'denied', reason: 'wrong password' }
    remember(username, { hash: account.passwordHash, digest })
    return enabled(account)
  }

  async function checkCramMd5(credentials: Extract<Credentials, { kind: 'cram-md5' }>) {
    const account = accounts.find(credentials.username)
    const password = account?.cramMd5 ? await accounts.recoverPassword(account.username) : null
    const decoyPassword = Buffer.from(random.bytes(16)).toString('hex')
    const expected = createHmac('md5', password ?? decoyPassword)
      .update(credentials.challenge)
      .digest()
    const right = timingSafeEqual(expected, Buffer.from(credentials.digest, 'hex'))
    if (!account) return { kind: 'denied', reason: 'there is no account of that name' } as const
    if (password === null) return { kind: 'denied', reason: 'the account does not allow CRAM-MD5' } as const
    return right ? enabled(account) : ({ kind: 'denied', reason: 'wrong password' } as const)
  }

  function enabled(account: StoredAccount): CredentialVerdict {
    if (account.disabled) return { kind: 'denied', reason: 'the account is disabled' }
    accounts.touch(account.username)
    return { kind: 'accepted', account }
  }

  function remember(username: string, entry: { hash: string; digest: Buffer }): void {
    remembered.delete(username)
    remembered.set(username, entry)
    const oldest = remembered.keys().next()
    if (remembered.size > MOST_REMEMBERED && !oldest.done) remembered.delete(oldest.value)
  }

  return {
    check: (credentials) =>
      credentials.kind === 'cram-md5'
        ? checkCramMd5(credentials)
        : checkPassword(credentials.username, credentials.password),
  }
}

/** Lets so many run at once; the others wait for their turn in order. */
function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      // The place goes to the next one directly, so that nobody slips in between.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
