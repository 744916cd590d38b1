import type { Effect } from '../../../../shared/contract/configuration.ts'
import type { CertificateInfo } from '../../../../shared/contract/settings.ts'
import type { ListenerStatus } from '../../../../shared/contract/system.ts'
import type { Config } from '../../../../shared/domain/config.ts'

/** Mail that would take another way. */
export interface Rerouting {
  /** How many of the newest waiting messages were asked about, of how many. */
  readonly sampled: number
  readonly waiting: number
  readonly moves: readonly { readonly from: string; readonly to: string; readonly messages: number }[]
}

/** What is so just now, as far as effects of a change depend on it. Counts are of messages where nothing else is said. */
export interface EffectFacts {
  /** Empty while nothing listens. */
  readonly listeners: readonly ListenerStatus[]
  /** Listeners whose new port another program holds, or which may not be opened: why. */
  readonly portProblems: ReadonlyMap<string, string>
  /** Names of the routes that lead elsewhere, or get in another way, than before. */
  readonly mended: readonly string[]
  readonly pausedRoutes: readonly string[]
  /** By route. */
  readonly waiting: Readonly<Record<string, number>>
  /** Held because nothing said where they go. */
  readonly heldWithoutRoute: number
  /** null where there is none, or nothing listens. */
  readonly certificate: CertificateInfo | null
  /** Older than the new time after which mail is given up. */
  readonly pastExpiry: number
  /** What the new retention removes. */
  readonly removed: { readonly histories: number; readonly bodies: number; readonly sessions: number }
  readonly scheduledBackups: number
  /** null where neither rules nor routes change. */
  readonly rerouting: Rerouting | null
  /** User names; null where the change does not touch accounts. */
  readonly accounts: { readonly before: readonly string[]; readonly after: readonly string[] } | null
}

export interface ConfigPair {
  readonly before: Config
  readonly after: Config
}

export function info(text: string): Effect {
  return { severity: 'info', text }
}

export function warning(text: string): Effect {
  return { severity: 'warning', text }
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`
}

/** "a", "b" and "c". */
export function quoted(names: readonly string[]): string {
  return listed(names.map((name) => `"${name}"`))
}

export function listed(words: readonly string[]): string {
  if (words.length <= 1) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
