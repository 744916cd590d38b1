import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { DnsResolver } from '../ports.ts'

/**
 * Addresses of a route's host, IPv6 first. With DNS servers in the configuration they are asked; without, and for
 * single-label names and what those servers do not know, the system answers (hosts file, mDNS, search domains). Rejects
 * with an error of Node's DNS codes.
 */
export async function resolveHost(host: string, dns: DnsResolver | null): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host]
  if (dns === null || !host.includes('.')) return lookUpInSystem(host)
  try {
    return await lookUpInDns(host, dns)
  } catch (error) {
    return await lookUpInSystem(host).catch(() => Promise.reject(error))
  }
}

async function lookUpInSystem(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true, verbatim: true })
  return found.map(({ address }) => address)
}

/** One family that answers is enough. */
async function lookUpInDns(host: string, dns: DnsResolver): Promise<readonly string[]> {
  const [v6, v4] = await Promise.allSettled([dns.resolve6(host), dns.resolve4(host)])
  const addresses = [v6, v4].flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
  if (addresses.length > 0) return addresses
  const failures = [v4, v6].filter((result) => result.status === 'rejected')
  throw (
    failures.map(({ reason }) => reason).find((reason) => !isAbsence(reason)) ??
    failures[0]?.reason ??
    Object.assign(new Error(`${host} has no address`), { code: 'ENODATA' })
  )
}

function isAbsence(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === 'ENOTFOUND' || code === 'ENODATA'
}
