/** What the guided start can know without asking: names, domains, addresses and ports of this computer. */
import type { FoundComputer } from '../../../shared/contract/setup.ts'
import type { Config } from '../../../shared/domain/config.ts'
import { classifyAddress, networkOf } from './classify-address.ts'
import { guessDomains } from './guess-domains.ts'

/** One address of one interface, as Node's os.networkInterfaces has it. */
export interface InterfaceAddress {
  readonly interface: string
  readonly address: string
  /** "192.168.10.5/24"; null where the system does not say. */
  readonly cidr: string | null
}

export interface ComputerSources {
  readonly computerName: string
  readonly interfaces: readonly InterfaceAddress[]
  readonly config: Config
  /** Patterns of accounts; those of networks are in the configuration. */
  readonly accountSenders: readonly string[]
  /** Envelope senders of the newest messages. */
  readonly seenSenders: readonly string[]
  /** Ports on which a listener of ours listens just now. */
  readonly ourPorts: ReadonlySet<number>
  /** Why a port cannot be opened, in words; null where it can. */
  readonly probe: (port: number) => Promise<string | null>
}

const MAIL_PORTS = [25, 587, 465, 2525] as const

export async function lookAtComputer(sources: ComputerSources): Promise<FoundComputer> {
  const { config, computerName } = sources
  const hostname = config.hostname ?? computerName
  return {
    hostname,
    hostnameFrom: config.hostname === undefined ? 'the name of this computer' : 'the settings',
    domains: guessDomains({
      hostname,
      localDomains: config.localDomains,
      senderPatterns: [
        ...sources.accountSenders,
        ...config.networks.flatMap(({ allowedSenders }) => allowedSenders),
      ],
      senders: sources.seenSenders,
    }),
    addresses: addressesOf(sources.interfaces),
    ports: await Promise.all(MAIL_PORTS.map((port) => portState(port, sources))),
  }
}

const ORDER = { private: 0, public: 1, loopback: 2 } as const

/** Private ones first, IPv4 before IPv6: what an old device understands stands on top. */
function addressesOf(interfaces: readonly InterfaceAddress[]): FoundComputer['addresses'] {
  return interfaces
    .filter(({ address }) => !isLinkLocal(address))
    .map(({ interface: name, address, cidr }) => ({
      address,
      interface: name,
      network: cidr === null ? address : networkOf(cidr),
      kind: classifyAddress(address),
    }))
    .sort(
      (a, b) =>
        ORDER[a.kind] - ORDER[b.kind] || Number(a.address.includes(':')) - Number(b.address.includes(':')),
    )
}

/** They need a zone, which no device's panel takes. */
function isLinkLocal(address: string): boolean {
  return /^fe80:/i.test(address) || address.startsWith('169.254.')
}

async function portState(
  port: number,
  { ourPorts, probe }: ComputerSources,
): Promise<FoundComputer['ports'][number]> {
  if (ourPorts.has(port)) return { port, free: false, ours: true, problem: null }
  const problem = await probe(port)
  return { port, free: problem === null, ours: false, problem }
}
