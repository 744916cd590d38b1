/** What planning MX delivery asks, composed: cached DNS, kept MTA-STS policies, and where this Mailroom itself is. */
import { networkInterfaces } from 'node:os'
import type { SecureContext } from 'node:tls'
import type { ConfigSource } from '../config/config-source.ts'
import type { DnsResolver, Ports } from '../ports.ts'
import type { SetupStorage } from '../storage/storage.ts'
import { DnsCache } from './dns-cache.ts'
import { PolicyKeeper } from './mta-sts/policy-keeper.ts'
import type { OwnPlaces } from './own-places.ts'
import type { MxLookUps } from './plan-mx.ts'

export interface MxLookUpNeeds {
  readonly ports: Pick<Ports, 'clock' | 'random' | 'logger'>
  readonly dns: () => DnsResolver
  readonly trusted: () => SecureContext
  readonly own: () => OwnPlaces
  readonly storage?: Pick<SetupStorage, 'getValue' | 'setValue'> | undefined
  /** Of MTA-STS policy hosts; other than 443 only in tests. */
  readonly policyPort?: number | undefined
}

export function createMxLookUps(needs: MxLookUpNeeds): MxLookUps & { readonly stop: () => void } {
  const { clock, random, logger } = needs.ports
  const { trusted, storage, policyPort: port, own } = needs
  const dns = new DnsCache(needs.dns, clock)
  const policies = new PolicyKeeper({ clock, logger, dns, trusted, storage, port })
  return { dns, policies, random, own, stop: () => policies.stop() }
}

export function ownPlaces(config: Pick<ConfigSource, 'current'>): OwnPlaces {
  const { hostname, listeners } = config.current()
  return { names: [hostname], listeners, addresses: interfaceAddresses }
}

function interfaceAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address))
}
