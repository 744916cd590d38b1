/** Locks after failed sign-ins, and accounts that may not send just now, as a person should hear of them. Pure. */
import type { Lock } from '../../../shared/contract/security.ts'
import type { Attention } from '../../../shared/contract/system.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { clockTime } from '../inbound/limits/clock-time.ts'

export interface LimitedAccount {
  readonly username: string
  /** "100 of 100 messages this hour; goes on at 14:20" */
  readonly reached: string
}

/** More are told in one sentence: a distributed attack must not bury everything else. */
const MOST_IN_WORDS = 3

export function lockAttention(locks: readonly Lock[]): Attention[] {
  if (locks.length > MOST_IN_WORDS)
    return [
      locked(
        `${locks.length} sign-ins are locked for a time after failures: somebody guesses passwords, or a device has an old one. The list of locks says which.`,
        null,
      ),
    ]
  return locks.map((lock) => locked(sentence(lock), lock.account ?? lock.client))
}

export function limitAttention(accounts: readonly LimitedAccount[]): Attention[] {
  if (accounts.length > MOST_IN_WORDS) {
    const text = `${accounts.length} accounts have reached their sending limits; the list of accounts says which.`
    return [{ kind: 'limit', severity: 'warning', text, subject: null }]
  }
  return accounts.map(({ username, reached }) => ({
    kind: 'limit',
    severity: 'warning',
    text: `The account "${username}" has reached its limit: ${reached}. Raise the limit if that is what it should send.`,
    subject: username,
  }))
}

function locked(text: string, subject: string | null): Attention {
  return { kind: 'locked', severity: 'warning', text, subject }
}

function sentence({ kind, account, client, failures, since, until }: Lock): string {
  const time = `locked until ${clockTime(until, since)} after ${failures} failures`
  const name = account === null ? 'a name that is no account' : `"${account}"`
  switch (kind) {
    case 'account-from-client':
      return `Signing in as ${name} from ${client} is ${time}. Where a device has an old password, correct it and release the lock.`
    case 'client':
      return `Signing in from ${client} is ${time}. Accounts that signed in from there lately still can.`
    case 'account':
      return `Signing in as ${name} is ${time} from many addresses. Where it signed in from lately it still can.`
    default:
      return assertNever(kind)
  }
}
