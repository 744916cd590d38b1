/**
 * Replaces what names people and their places by pseudonyms, the same one each time, so that a text can be handed to a
 * stranger and still be followed: "person-1@domain-2.example". Pure but for what it remembers.
 */

export type NameKind = 'account' | 'route' | 'network' | 'listener' | 'rule' | 'computer' | 'domain' | 'name'

export interface Pseudonyms {
  /** Every address, host, network address and known name in a text; secrets that got into it are blotted out. */
  inText(text: string): string
  /** A text that is a name itself. */
  ofName(name: string, kind: NameKind): string
}

export interface PseudonymOptions {
  /** Names that stand in free text too. */
  readonly names: readonly { readonly name: string; readonly kind: NameKind }[]
  /** Written as they are: hosts of well-known providers say nothing of a person. */
  readonly known: readonly string[]
  /** Paths, longest first, and what they become. */
  readonly paths: readonly { readonly path: string; readonly as: string }[]
}

/** A name that short is in half of all words. */
const SHORTEST_NAME = 3

const EMAIL = String.raw`[^\s<>"'(),:;\\@[\]{}|=]+@(?:\[[^\]\s]+\]|[\p{L}\p{N}*](?:[\p{L}\p{N}.*-]*[\p{L}\p{N}])?)`
const IPV6 = String.raw`(?<![\p{L}\p{N}:])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\p{L}\p{N}:])`
const IPV4 = String.raw`(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])`
const DOMAIN = String.raw`(?<![\p{L}\p{N}._/-])(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?\.)+\p{L}{2,63}(?![\p{L}\p{N}_-])`
/** Keys, tokens and hashes; ids of messages are shorter. */
const SECRET = String.raw`(?<![\p{L}\p{N}+/_=-])[A-Za-z0-9+/_=-]{40,}(?![\p{L}\p{N}+/_=-])`

/** "store.ts" and "engine.log" look like hosts. */
const FILE =
  /\.(?:[cm]?[jt]sx?|json|log|md|db|sqlite3?|wal|shm|pem|pfx|node|eml|html?|css|map|txt|part|tmp|sock|exe|dll|so|asar|plist|conf|cnf|yml|yaml|zip|tar|gz)$/i

export function createPseudonyms({ names, known, paths }: PseudonymOptions): Pseudonyms {
  const given = new Map<string, string>()
  const counts = new Map<string, number>()
  const kinds = new Map(names.map(({ name, kind }) => [name.toLowerCase(), kind]))
  const kept = new Set(known.map((host) => host.toLowerCase()))

  function pseudonym(kind: string, value: string): string {
    const key = `${kind} ${value.toLowerCase()}`
    const before = given.get(key)
    if (before !== undefined) return before
    const number = (counts.get(kind) ?? 0) + 1
    counts.set(kind, number)
    const made = `${kind}-${number}`
    given.set(key, made)
    return made
  }

  const domain = (name: string): string => {
    if (kept.has(name.toLowerCase())) return name
    if (name.startsWith('*.')) return `*.${domain(name.slice(2))}`
    return `${pseudonym('domain', name.replace(/\.$/, ''))}.example`
  }
  const address = (text: string): string => {
    const at = text.lastIndexOf('@')
    const [local, host] = [text.slice(0, at), text.slice(at + 1)]
    const who = local.includes('*') ? '*' : pseudonym('person', text)
    if (host === '*') return `${who}@*`
    return `${who}@${host.startsWith('[') ? '[address]' : domain(host)}`
  }
  const replace = (match: string): string => {
    const kind = kinds.get(match.toLowerCase())
    if (kind === 'domain') return domain(match)
    if (kind !== undefined) return pseudonym(kind, match)
    if (match.includes('@')) return address(match)
    if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(match) || /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(match))
      return isOfThisComputer(match) ? match : pseudonym('address', match)
    if (FILE.test(match)) return match
    return match.includes('.') ? domain(match) : '•••'
  }

  const pattern = new RegExp([EMAIL, ...namePatterns(names), IPV6, IPV4, DOMAIN, SECRET].join('|'), 'giu')
  return {
    inText(text) {
      const moved = paths.reduce((rest, { path, as }) => rest.replaceAll(path, as), text)
      return moved.replace(/\bBearer \S+/gi, 'Bearer •••').replace(pattern, replace)
    },
    ofName: (name, kind) => pseudonym(kind, name),
  }
}

function namePatterns(names: PseudonymOptions['names']): string[] {
  const literal = names
    .map(({ name }) => name)
    .filter((name) => name.length >= SHORTEST_NAME)
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return literal.length === 0 ? [] : [`(?<![\\p{L}\\p{N}_])(?:${literal.join('|')})(?![\\p{L}\\p{N}_])`]
}

/** Says nothing of anybody, and much of what is wrong. */
function isOfThisComputer(address: string): boolean {
  return /^127\./.test(address) || address === '0.0.0.0' || address === '::1' || address === '::'
}
