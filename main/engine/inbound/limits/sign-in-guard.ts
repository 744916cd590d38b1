/**
 * What failed sign-ins lead to: slower answers, then locks for a time (signInLimitsSchema, lockSchema). All of it is in
 * memory: a restart forgets failures and locks; of who signed in lately it knows those that sent mail within a day.
 *
 * A lock of an account from a client comes first, so that a device with an old password locks nobody but itself. A
 * client that tries many names is locked as a whole, and an account that many clients guess is locked everywhere; both
 * spare those who have signed in with that account from that address lately. Names that do not exist are counted like
 * those that do, so that neither a lock nor its absence tells which is which.
 */
import type { Lock } from '../../../../shared/contract/security.ts'
import { parseDuration } from '../../../../shared/domain/duration.ts'
import type { SignInLimits } from '../../../../shared/domain/limits.ts'
import type { Clock, Dispose } from '../../ports.ts'
import { SlidingWindow } from '../../sliding-window.ts'
import { answerDelay } from './answer-delay.ts'
import { clientKey } from './rate-limits.ts'
import { RecentMap } from './recent-map.ts'

export interface SignInGuard {
  /** May this name be tried from this client now? until: when the client may again. */
  admits(username: string, client: string): Admittance
  failed(username: string, client: string): void
  succeeded(username: string, client: string): void
  /** It signed in from there at that time, before this run. */
  knew(username: string, client: string, at: number): void
  /** Milliseconds that the answer to a failure takes now. */
  delay(username: string, client: string): number
  /** Has it signed in from there within the last week, as far as is known? */
  isKnown(username: string, client: string): boolean
  locks(): Lock[]
  /** The lock that was released; null where there is none of that id. */
  release(id: string): Lock | null
}

export type Admittance =
  | { readonly kind: 'open' }
  | { readonly kind: 'account-locked' }
  | { readonly kind: 'client-locked'; readonly until: number }

export interface SignInGuardOptions {
  readonly clock: Clock
  readonly settings: () => SignInLimits
  /** Lock and audit name accounts that exist, and nothing else: people type passwords where names belong. */
  readonly exists: (username: string) => boolean
  readonly onLock: (lock: Lock) => void
  /** A lock came or went. */
  readonly onChange: () => void
}

const LATELY = 7 * 86_400_000
const MOST_REMEMBERED = 10_000
const MOST_LOCKS = 10_000

/** As long as a user name can be; longer ones are one name. */
const LONGEST_NAME = 128

interface Failures {
  readonly windowMs: number
  readonly window: SlidingWindow
}

interface HeldLock {
  readonly lock: Lock
  readonly cancel: Dispose
}

export function createSignInGuard({
  clock,
  settings,
  exists,
  onLock,
  onChange,
}: SignInGuardOptions): SignInGuard {
  const failures = new RecentMap<string, Failures>(3 * MOST_REMEMBERED)
  const signedIn = new RecentMap<string, number>(MOST_REMEMBERED)
  const locks = new RecentMap<string, HeldLock>(MOST_LOCKS)
  let serial = 0

  function failuresOf(key: string): SlidingWindow {
    const windowMs = parseDuration(settings().window)
    const known = failures.get(key)
    if (known?.windowMs === windowMs) return known.window
    const slot = Math.max(1, Math.ceil(windowMs / 60))
    const window = new SlidingWindow({ length: windowMs, slot })
    failures.set(key, { windowMs, window })
    return window
  }

  function lockAt(key: string): Lock | null {
    const held = locks.get(key)
    return held && held.lock.until > clock.now() ? held.lock : null
  }

  function countFailure(key: string, most: number, what: Pick<Lock, 'kind' | 'account' | 'client'>): void {
    const window = failuresOf(key)
    const now = clock.now()
    window.add(now)
    const count = window.count(now)
    if (count < most || lockAt(key)) return
    const duration = parseDuration(settings().lockFor)
    serial += 1
    const id = String(serial)
    const lock = { ...what, id, failures: count, since: now, until: now + duration }
    // What led to the lock counts no more once it is over.
    failures.delete(key)
    const cancel = clock.after(duration, () => {
      if (locks.get(key)?.lock.id === id) unlock(key)
    })
    locks.set(key, { lock, cancel })
    onLock(lock)
    onChange()
  }

  function unlock(key: string): void {
    locks.get(key)?.cancel()
    locks.delete(key)
    failures.delete(key)
    onChange()
  }

  function isKnown(username: string, client: string): boolean {
    const at = signedIn.get(keys(username, client).pair)
    return at !== undefined && at > clock.now() - LATELY
  }

  return {
    isKnown,
    admits(username, client) {
      const { pair, ofClient, ofAccount } = keys(username, client)
      if (!isKnown(username, client)) {
        const lock = lockAt(ofClient)
        if (lock) return { kind: 'client-locked', until: lock.until }
        if (lockAt(ofAccount)) return { kind: 'account-locked' }
      }
      return lockAt(pair) ? { kind: 'account-locked' } : { kind: 'open' }
    },
    failed(username, client) {
      const { pair, ofClient, ofAccount, clientName } = keys(username, client)
      const { failures: most, clientFailures } = settings()
      const account = exists(username) ? username : null
      countFailure(pair, most, { kind: 'account-from-client', account, client })
      countFailure(ofClient, clientFailures, { kind: 'client', account: null, client: clientName })
      countFailure(ofAccount, clientFailures, { kind: 'account', account, client: null })
    },
    succeeded(username, client) {
      const { pair } = keys(username, client)
      signedIn.set(pair, clock.now())
      failures.delete(pair)
    },
    knew(username, client, at) {
      signedIn.set(keys(username, client).pair, at)
    },
    delay(username, client) {
      const { pair, ofClient, ofAccount } = keys(username, client)
      const most = parseDuration(settings().maxDelay)
      if (lockAt(pair) || lockAt(ofAccount)) return most
      const now = clock.now()
      return answerDelay(failuresOf(pair).count(now), failuresOf(ofClient).count(now), most)
    },
    locks: () => [...locks.entries()].map(([, { lock }]) => lock).filter(({ until }) => until > clock.now()),
    release(id) {
      const found = [...locks.entries()].find(([, { lock }]) => lock.id === id)
      if (!found) return null
      unlock(found[0])
      return found[1].lock
    },
  }
}

function keys(username: string, client: string) {
  const name = username.length > LONGEST_NAME ? '' : username
  const clientName = clientKey(client)
  return { pair: `${client} ${name}`, ofClient: clientName, ofAccount: ` ${name}`, clientName }
}
