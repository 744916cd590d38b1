/** The configuration for strangers: its shape and its numbers, no names, no words, no secrets. Pure. */
import type { Config } from '../../../shared/domain/config.ts'
import type { NameKind, Pseudonyms } from './pseudonyms.ts'

/** Members that hold names, and of what. */
const NAMES: Readonly<Record<string, NameKind>> = {
  username: 'account',
  user: 'account',
  account: 'account',
  accounts: 'account',
  route: 'route',
  routes: 'route',
  network: 'network',
  listener: 'listener',
  listeners: 'listener',
  selector: 'name',
  clientId: 'name',
  tenant: 'name',
}
/** "name" says of what by the list that it stands in. */
const LISTS: Readonly<Record<string, NameKind>> = {
  routes: 'route',
  rules: 'rule',
  listeners: 'listener',
  networks: 'network',
  accounts: 'account',
}
/** What people wrote, and what must never be seen; the configuration has no secrets here, this is the second lock. */
const LEFT_OUT =
  /^(?:reason|text|note|description|subject|headers?|value|comment|certificate|ca|.*passw.*|.*passphrase.*|.*secret.*|.*token.*|key|privateKey|publicKey|path|folder|prefix)$/i

export function redactConfiguration(config: Config, pseudonyms: Pseudonyms): unknown {
  return redact(config, '', 'name')

  function redact(value: unknown, member: string, list: NameKind): unknown {
    if (typeof value === 'string') return redactText(value, member, list)
    if (Array.isArray(value)) return value.map((item: unknown) => redact(item, member, LISTS[member] ?? list))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [memberName(key), redact(inner, key, list)]),
    )
  }

  /** Of a record whose keys are people's own words. */
  function memberName(key: string): string {
    return /[@.]/.test(key) ? pseudonyms.inText(key) : key
  }

  function redactText(text: string, member: string, list: NameKind): string {
    if (member === 'name') return pseudonyms.ofName(text, list)
    const kind = NAMES[member]
    if (kind !== undefined) return pseudonyms.ofName(text, kind)
    return LEFT_OUT.test(member) ? '(left out)' : pseudonyms.inText(text)
  }
}
