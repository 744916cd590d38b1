import type {
  DnsAnswer,
  DnsRecordsByType,
  DnsRecordType,
  DnsResolver,
  TlsaRecord,
} from '../../main/engine/ports.ts'

/** Records of one name; an error code ("ESERVFAIL") in place of records is what the look-up fails with. */
export interface FakeRecords {
  readonly a?: readonly string[] | string
  readonly aaaa?: readonly string[] | string
  /** [preference, host]; host '' is a null MX. */
  readonly mx?: readonly (readonly [number, string])[] | string
  readonly txt?: readonly string[] | string
  readonly tlsa?: readonly TlsaRecord[] | string
  /** The server has validated what it says of this name (AD). */
  readonly secure?: boolean
  /** Seconds; default: nobody said. */
  readonly ttl?: number
}

/** A DnsResolver with a table. A name that is not in it does not exist; a type that is not there has no data. */
export class FakeDns implements DnsResolver {
  readonly table: Record<string, FakeRecords>
  /** "MX far.test", in order. */
  readonly queries: string[] = []

  constructor(table: Record<string, FakeRecords>) {
    this.table = table
  }

  async resolve4(name: string): Promise<string[]> {
    return [...this.#find('A', name, (records) => records.a)]
  }

  async resolve6(name: string): Promise<string[]> {
    return [...this.#find('AAAA', name, (records) => records.aaaa)]
  }

  async resolveMx(name: string): Promise<{ exchange: string; priority: number }[]> {
    const found = this.#find('MX', name, (records) => records.mx)
    return found.map(([priority, exchange]) => ({ exchange, priority }))
  }

  async resolveTxt(name: string): Promise<string[]> {
    return [...this.#find('TXT', name, (records) => records.txt)]
  }

  async lookUp<T extends DnsRecordType>(name: string, type: T): Promise<DnsAnswer<T>> {
    const found: { [K in DnsRecordType]: () => Promise<DnsRecordsByType[K][]> } = {
      A: () => this.resolve4(name),
      AAAA: () => this.resolve6(name),
      MX: () => this.resolveMx(name),
      TXT: () => this.resolveTxt(name),
      TLSA: async () => [...this.#find('TLSA', name, (records) => records.tlsa)],
    }
    const records = await found[type]()
    const { secure = false, ttl = null } = this.table[name.toLowerCase()] ?? {}
    return { records, authenticated: secure, ttl }
  }

  #find<T>(
    type: string,
    name: string,
    pick: (records: FakeRecords) => readonly T[] | string | undefined,
  ): readonly T[] {
    this.queries.push(`${type} ${name}`)
    const records = this.table[name.toLowerCase()]
    if (!records) throw dnsError('ENOTFOUND', name)
    const found = pick(records)
    if (found === undefined) throw dnsError('ENODATA', name)
    if (typeof found === 'string') throw dnsError(found, name)
    return found
  }
}

function dnsError(code: string, name: string): Error {
  return Object.assign(new Error(`query ${code} ${name}`), { code, hostname: name })
}
