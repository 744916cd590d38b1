/**
 * How much an account, or a client of a named network, has handed in within the last hour and day, and whether more is
 * allowed. Messages count when their content comes, so that parallel sessions share one limit; what is not accepted in
 * the end is given back.
 */
import type { Usage } from '../../../../shared/contract/accounts.ts'
import type { SendingLimits as Limits } from '../../../../shared/domain/limits.ts'
import type { Clock, Dispose } from '../../ports.ts'
import { DAY, HOUR, SlidingWindow } from '../../sliding-window.ts'
import type { UsageRow } from '../../storage/storage.ts'
import { because, type Refusal, refusal } from '../reply.ts'
import { clockTime } from './clock-time.ts'
import { RecentMap } from './recent-map.ts'

/** Who is counted. */
export type Sender =
  | { readonly kind: 'account'; readonly username: string; readonly limits: Limits }
  | { readonly kind: 'network'; readonly network: string; readonly client: string; readonly limits: Limits }

export type Taken =
  | { readonly kind: 'taken'; readonly giveBack: Dispose }
  | { readonly kind: 'refused'; readonly why: Refusal }

export interface SendingLimits {
  /** 450 4.7.1 where no further message may be begun. */
  mayBegin(sender: Sender): Refusal | null
  /** 452 4.5.3 where a message that has so many recipients already may have no further one. */
  mayAdd(sender: Sender, recipients: number): Refusal | null
  /** The message comes now. */
  take(sender: Sender, recipients: number): Taken
  usage(sender: SenderName): Usage
  /** "100 of 100 messages this hour; goes on at 14:20"; null where it may send. */
  reached(sender: Sender): string | null
  /** Adds what the store remembers of the last hour and of the last day. */
  seed(lastHour: readonly UsageRow[], lastDay: readonly UsageRow[]): void
}

export type SenderName =
  | { readonly kind: 'account'; readonly username: string }
  | { readonly kind: 'network'; readonly network: string; readonly client: string }

interface Windows {
  readonly messagesPerHour: SlidingWindow
  readonly messagesPerDay: SlidingWindow
  readonly recipientsPerHour: SlidingWindow
  readonly recipientsPerDay: SlidingWindow
}

const MESSAGE_LIMITS = ['messagesPerHour', 'messagesPerDay'] as const
const RECIPIENT_LIMITS = ['recipientsPerHour', 'recipientsPerDay'] as const
type LimitName = keyof Limits & keyof Windows

/** Clients of named networks; the one that has sent nothing for longest is forgotten first. Accounts are as many as exist. */
const MOST_CLIENTS = 50_000

export function createSendingLimits(clock: Clock): SendingLimits {
  const accounts = new RecentMap<string, Windows>(Number.POSITIVE_INFINITY)
  const clients = new RecentMap<string, Windows>(MOST_CLIENTS)
  const mapOf = (sender: SenderName) => (sender.kind === 'account' ? accounts : clients)
  const windowsOf = (sender: SenderName) => mapOf(sender).getOrMake(keyOf(sender), newWindows)

  /** The limit that has no room beside `pending` and keeps waiting longest. */
  function blocking(sender: Sender, names: readonly LimitName[], pending: number): Blocked | null {
    const { limits } = sender
    if (names.every((name) => limits[name] === undefined)) return null
    const windows = windowsOf(sender)
    const now = clock.now()
    let longest: Blocked | null = null
    for (const name of names) {
      const limit = limits[name]
      if (limit === undefined || windows[name].count(now) + pending < limit) continue
      const until = windows[name].roomAt(now, limit, pending)
      if (longest === null || until > longest.until)
        longest = { name, limit, used: windows[name].count(now), until }
    }
    return longest
  }

  function mayBegin(sender: Sender): Refusal | null {
    const blocked = blocking(sender, MESSAGE_LIMITS, 0)
    return blocked && refused(450, '4.7.1', sender, blocked, clock.now())
  }

  function mayAdd(sender: Sender, recipients: number): Refusal | null {
    const blocked = blocking(sender, RECIPIENT_LIMITS, recipients)
    return blocked && refused(452, '4.5.3', sender, blocked, clock.now())
  }

  return {
    mayBegin,
    mayAdd,
    take(sender, recipients) {
      const why = mayBegin(sender) ?? mayAdd(sender, recipients - 1)
      if (why) return { kind: 'refused', why }
      const at = clock.now()
      const windows = windowsOf(sender)
      for (const name of MESSAGE_LIMITS) windows[name].add(at)
      for (const name of RECIPIENT_LIMITS) windows[name].add(at, recipients)
      let given = false
      const giveBack = () => {
        if (given) return
        given = true
        for (const name of MESSAGE_LIMITS) windows[name].takeBack(at, 1)
        for (const name of RECIPIENT_LIMITS) windows[name].takeBack(at, recipients)
      }
      return { kind: 'taken', giveBack }
    },
    usage(sender) {
      const windows = mapOf(sender).get(keyOf(sender))
      const now = clock.now()
      return {
        messagesLastHour: windows?.messagesPerHour.count(now) ?? 0,
        messagesLastDay: windows?.messagesPerDay.count(now) ?? 0,
        recipientsLastHour: windows?.recipientsPerHour.count(now) ?? 0,
        recipientsLastDay: windows?.recipientsPerDay.count(now) ?? 0,
      }
    },
    reached(sender) {
      const blocked = blocking(sender, [...MESSAGE_LIMITS, ...RECIPIENT_LIMITS], 0)
      if (!blocked) return null
      const { used, limit, name, until } = blocked
      const span = name.endsWith('Hour') ? 'this hour' : 'this day'
      return `${used} of ${limit} ${things(name)} ${span}; goes on at ${clockTime(until, clock.now())}`
    },
    seed(lastHour, lastDay) {
      const now = clock.now()
      for (const row of byTime(lastHour)) add(row, 'messagesPerHour', 'recipientsPerHour')
      for (const row of byTime(lastDay)) add(row, 'messagesPerDay', 'recipientsPerDay')

      function add(row: UsageRow, messages: LimitName, recipients: LimitName): void {
        const sender = senderOf(row)
        if (!sender) return
        // Nobody knows when in the hour: as late as it can have been.
        const at = Math.min(row.hour + HOUR.length - 1, now)
        windowsOf(sender)[messages].add(at, row.messages)
        windowsOf(sender)[recipients].add(at, row.recipients)
      }
    },
  }
}

interface Blocked {
  readonly name: LimitName
  readonly limit: number
  readonly used: number
  readonly until: number
}

function newWindows(): Windows {
  return {
    messagesPerHour: new SlidingWindow(HOUR),
    messagesPerDay: new SlidingWindow(DAY),
    recipientsPerHour: new SlidingWindow(HOUR),
    recipientsPerDay: new SlidingWindow(DAY),
  }
}

/** Addresses have no spaces. */
function keyOf(sender: SenderName): string {
  return sender.kind === 'account' ? sender.username : `${sender.client} ${sender.network}`
}

function senderOf({ account, network, client }: UsageRow): SenderName | null {
  if (account !== null) return { kind: 'account', username: account }
  return network !== null && client !== null ? { kind: 'network', network, client } : null
}

function byTime(rows: readonly UsageRow[]): UsageRow[] {
  return [...rows].sort((a, b) => a.hour - b.hour)
}

function things(name: LimitName): string {
  return name.startsWith('messages') ? 'messages' : 'recipients'
}

function refused(code: number, enhanced: string, sender: Sender, blocked: Blocked, now: number): Refusal {
  const { name, limit, used, until } = blocked
  const who =
    sender.kind === 'account'
      ? { wire: 'This account', log: `account ${sender.username}` }
      : {
          wire: `${sender.client} in network ${sender.network}`,
          log: `network ${sender.network}, ${sender.client}`,
        }
  const span = name.endsWith('Hour') ? 'an hour' : 'a day'
  return refusal(
    code,
    enhanced,
    `${who.wire} may send ${limit} ${limit === 1 ? things(name).slice(0, -1) : things(name)} ${span}; goes on at ${clockTime(until, now)}`,
    `${who.log}: ${used} of ${limit} (${name})`,
    because('limit', sender.kind === 'account' ? sender.username : sender.network),
  )
}
