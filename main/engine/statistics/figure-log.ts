/**
 * What is counted between two writes, in memory. Called for every message, so it is a few look-ups and additions; what
 * is taken is gone from here, and a write that fails gives it back.
 */
import type { Sender } from '../../../shared/contract/statistics.ts'
import type { Origin } from '../../../shared/domain/message.ts'
import type { Clock } from '../ports.ts'
import type { RecipientResult } from '../storage/storage.ts'
import { bucketOf } from './delivery-times.ts'
import type { MinuteFigures } from './flow-steps.ts'

const SENDER_STEP = 15 * 60_000
const MINUTE = 60_000
const HOUR = 3_600_000
/** Names in memory at once: a guesser who comes from many addresses must not fill it. Beyond, nothing is counted. */
const MOST_NAMES = 5_000

export interface SenderFigures extends Sender {
  /** Start of the quarter of an hour. */
  readonly step: number
  readonly messages: number
  readonly recipients: number
}

export interface RuleFigures {
  readonly rule: string
  /** Start of the hour. */
  readonly hour: number
  readonly hits: number
  readonly lastAt: number
  readonly lastMessageId: string | null
}

/** One write: what was counted since the last. */
export interface Figures {
  readonly minutes: readonly MinuteFigures[]
  readonly senders: readonly SenderFigures[]
  readonly rules: readonly RuleFigures[]
  /** Networks from which mail came, and when last. */
  readonly networks: ReadonlyArray<readonly [name: string, at: number]>
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }
type Minute = Writable<Omit<MinuteFigures, 'times'>> & { readonly times: Map<number, number> }

export class FigureLog {
  readonly #clock: Clock
  #minutes = new Map<number, Minute>()
  #senders = new Map<string, Writable<SenderFigures>>()
  #rules = new Map<string, Writable<RuleFigures>>()
  #networks = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  accepted(origin: Pick<Origin, 'kind' | 'account' | 'network' | 'client'>, recipients: number): void {
    const now = this.#clock.now()
    this.#minute(now).accepted += 1
    if (origin.network !== null) this.#networks.set(origin.network, now)
    const { kind, name } = senderOf(origin)
    const step = Math.floor(now / SENDER_STEP) * SENDER_STEP
    this.#addSender({ kind, name, step, messages: 1, recipients })
  }

  delivered(recipients: number, receivedAt: number): void {
    const now = this.#clock.now()
    const minute = this.#minute(now)
    minute.delivered += recipients
    addTo(minute.times, bucketOf(now - receivedAt), recipients)
  }

  /** Of what was recorded, the attempts that failed for now or for good. */
  recorded(results: readonly RecipientResult[]): void {
    for (const { event } of results) {
      if (event.kind === 'Defer') this.#minute(this.#clock.now()).deferred += 1
      if (event.kind === 'Refuse' || event.kind === 'Expire' || event.kind === 'AdminBounce')
        this.#minute(this.#clock.now()).failed += 1
    }
  }

  /** Relay rules decided about a recipient, or changed its mail; message null where none was taken. */
  ruled(rules: readonly string[], message: string | null): void {
    const now = this.#clock.now()
    const hour = Math.floor(now / HOUR) * HOUR
    for (const rule of rules) this.#addRule({ rule, hour, hits: 1, lastAt: now, lastMessageId: message })
  }

  /** How many messages wait at this moment. Makes a minute in which nothing happened one that is known. */
  measured(depth: number): void {
    this.#minute(this.#clock.now()).depth = depth
  }

  /** What is not written yet. */
  pendingMinutes(): MinuteFigures[] {
    return [...this.#minutes.values()].map((minute) => ({ ...minute, times: [...minute.times] }))
  }

  pendingRules(): readonly RuleFigures[] {
    return [...this.#rules.values()].map((one) => ({ ...one }))
  }

  pendingSenders(): readonly SenderFigures[] {
    return [...this.#senders.values()].map((one) => ({ ...one }))
  }

  pendingNetworks(): ReadonlyMap<string, number> {
    return this.#networks
  }

  take(): Figures {
    const taken: Figures = {
      minutes: this.pendingMinutes(),
      senders: [...this.#senders.values()],
      rules: [...this.#rules.values()],
      networks: [...this.#networks],
    }
    this.#minutes = new Map()
    this.#senders = new Map()
    this.#rules = new Map()
    this.#networks = new Map()
    return taken
  }

  /** They could not be written: the next write has them too. */
  giveBack({ minutes, senders, rules, networks }: Figures): void {
    for (const { times, ...figures } of minutes) {
      const minute = this.#minuteOf(figures.minute)
      for (const name of ['accepted', 'delivered', 'deferred', 'failed'] as const)
        minute[name] += figures[name]
      minute.depth ??= figures.depth
      for (const [bucket, count] of times) addTo(minute.times, bucket, count)
    }
    for (const sender of senders) this.#addSender(sender)
    for (const rule of rules) this.#addRule(rule)
    for (const [name, at] of networks) this.#networks.set(name, Math.max(at, this.#networks.get(name) ?? 0))
  }

  #minute(now: number): Minute {
    return this.#minuteOf(Math.floor(now / MINUTE))
  }

  #minuteOf(minute: number): Minute {
    const known = this.#minutes.get(minute)
    if (known) return known
    const made: Minute = {
      minute,
      accepted: 0,
      delivered: 0,
      deferred: 0,
      failed: 0,
      depth: null,
      times: new Map(),
    }
    this.#minutes.set(minute, made)
    return made
  }

  #addSender(added: SenderFigures): void {
    const key = `${added.step} ${added.kind} ${added.name}`
    const known = this.#senders.get(key)
    if (known) {
      known.messages += added.messages
      known.recipients += added.recipients
    } else if (this.#senders.size < MOST_NAMES) this.#senders.set(key, { ...added })
  }

  #addRule(added: RuleFigures): void {
    const key = `${added.hour} ${added.rule}`
    const known = this.#rules.get(key)
    if (!known) {
      this.#rules.set(key, { ...added })
      return
    }
    known.hits += added.hits
    if (added.lastAt < known.lastAt) return
    known.lastAt = added.lastAt
    known.lastMessageId = added.lastMessageId ?? known.lastMessageId
  }
}

function senderOf({ account, network, client, kind }: Parameters<FigureLog['accepted']>[0]): Sender {
  if (account !== null) return { kind: 'account', name: account }
  if (network !== null) return { kind: 'network', name: network }
  return kind === 'smtp' && client !== null ? { kind: 'client', name: client } : { kind: 'local', name: '' }
}

function addTo(counts: Map<number, number>, bucket: number, count: number): void {
  counts.set(bucket, (counts.get(bucket) ?? 0) + count)
}
