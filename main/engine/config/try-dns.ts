import type { DnsAnswer } from '../../../shared/contract/settings.ts'
import { invalid } from '../engine-error.ts'
import type { DnsResolver, Ports } from '../ports.ts'

export interface LookUp {
  readonly answers: DnsAnswer[]
  readonly tookMs: number
}

/** What delivery would be told about a name by these servers. Throws EngineError INVALID where one is none. */
export async function tryDns(
  { createDnsResolver, clock }: Pick<Ports, 'createDnsResolver' | 'clock'>,
  name: string,
  servers: readonly string[],
): Promise<LookUp> {
  const dns = open(createDnsResolver, servers)
  const startedAt = clock.now()
  const answers = await Promise.all([
    ask('MX', async () =>
      (await dns.resolveMx(name)).map(({ exchange, priority }) => `${priority} ${exchange || '.'}`),
    ),
    ask('A', () => dns.resolve4(name)),
    ask('AAAA', () => dns.resolve6(name)),
    ask('TXT', () => dns.resolveTxt(name)),
  ])
  return { answers, tookMs: clock.now() - startedAt }
}

function open(create: Ports['createDnsResolver'], servers: readonly string[]): DnsResolver {
  try {
    return create(servers)
  } catch {
    const message = 'Write addresses of DNS servers, such as 192.168.1.1 or [fd00::1]:53.'
    throw invalid([{ path: ['dnsServers'], message }])
  }
}

async function ask(type: DnsAnswer['type'], resolve: () => Promise<string[]>): Promise<DnsAnswer> {
  try {
    return { type, records: await resolve(), problem: null }
  } catch (error) {
    return { type, records: [], problem: describe(error as NodeJS.ErrnoException) }
  }
}

function describe({ code = '', message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENODATA':
      return 'There is no such record.'
    case 'ENOTFOUND':
      return 'There is no such name.'
    case 'ETIMEOUT':
    case 'ECONNREFUSED':
      return 'No server answered: look after the addresses of the servers, and the network.'
    case 'ESERVFAIL':
      return 'The server failed to find out.'
    default:
      return message
  }
}
