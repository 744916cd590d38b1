/** The TXT record that publishes a DKIM key (RFC 6376 §3.6.1), and what DNS has in its place. Pure. */
import type { DkimCheck } from '../../../shared/contract/dkim.ts'
import type { DkimKey } from '../../../shared/domain/dkim.ts'

export interface DkimRecord {
  readonly name: string
  /** The whole text; cutting it into strings of 255 octets is the DNS editor's matter. */
  readonly value: string
}

export function recordOf({ domain, selector, algorithm, publicKey }: DkimKey): DkimRecord {
  return {
    name: `${selector}._domainkey.${domain}`,
    value: `v=DKIM1; k=${keyType(algorithm)}; p=${publicKey}`,
  }
}

/** `found`: the TXT records under the name, each joined from its strings; empty where DNS says that there are none. */
export function judgeRecord(key: DkimKey, found: readonly string[]): DkimCheck {
  const { name } = recordOf(key)
  const [record, ...others] = found
  if (record === undefined)
    return {
      state: 'missing',
      found: [],
      text: `DNS has no TXT record at ${name} yet. Publish it; it can take hours until every server shows it.`,
    }
  const problem = others.length > 0 ? severalRecords(name) : problemOf(key, readTags(record))
  if (problem !== null) return { state: 'differs', found: [...found], text: problem }
  const testing = flagsOf(readTags(record), 't').includes('y')
  return {
    state: 'published',
    found: [...found],
    text: testing
      ? `DNS shows this key, but as a test (t=y): receivers ignore the signatures until that is taken out.`
      : 'DNS shows this key: it can sign.',
  }
}

function problemOf(key: DkimKey, tags: ReadonlyMap<string, string>): string | null {
  const published = tags.get('p')
  const version = tags.get('v')
  if (published === undefined || (version !== undefined && version !== 'DKIM1'))
    return 'DNS has a record there that is no DKIM key: replace it by this one.'
  if (published === '') return 'DNS says that the key was revoked (p= is empty): publish this one.'
  if ((tags.get('k') ?? 'rsa') !== keyType(key.algorithm) || published !== key.publicKey)
    return 'DNS has another key there: replace it by this one, or use another selector.'
  if (tags.has('h') && !flagsOf(tags, 'h').includes('sha256'))
    return 'The record allows no SHA-256 (h=): take that out.'
  if (tags.has('s') && !flagsOf(tags, 's').some((service) => service === '*' || service === 'email'))
    return 'The record is not for mail (s=): take that out.'
  return null
}

function severalRecords(name: string): string {
  return `DNS has several TXT records at ${name}, and receivers may take any: leave only this one.`
}

/** A tag list (RFC 6376 §3.2), white space taken out: no value that counts here has any. */
function readTags(record: string): Map<string, string> {
  const tags = record
    .split(';')
    .map((part) => part.replace(/\s+/g, ''))
    .filter((part) => part.includes('='))
  return new Map(tags.map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]))
}

function flagsOf(tags: ReadonlyMap<string, string>, name: string): string[] {
  return (tags.get(name) ?? '').split(':').map((flag) => flag.toLowerCase())
}

function keyType(algorithm: DkimKey['algorithm']): 'rsa' | 'ed25519' {
  return algorithm === 'ed25519' ? 'ed25519' : 'rsa'
}
