/** A look-up over several servers and tries, with the answer in the engine's terms and errors with Node's DNS codes. */
import { isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import type { Answer, DecodedPacket } from 'dns-packet'
import type { DnsAnswer, DnsRecordsByType, DnsRecordType } from '../engine/ports.ts'
import { type DnsServerAddress, exchangeDns } from './dns-exchange.ts'

export interface DnsLookUp {
  readonly servers: readonly DnsServerAddress[]
  /** Does what these servers say of DNSSEC count? */
  readonly trusted: (server: DnsServerAddress) => boolean
  /** Milliseconds for one question, and how often all servers are asked. */
  readonly timeout: number
  readonly tries: number
}

/** An error of one server leads to the next; that a name does not exist is an answer. */
export async function lookUpDns<T extends DnsRecordType>(
  { servers, trusted, timeout, tries }: DnsLookUp,
  name: string,
  type: T,
): Promise<DnsAnswer<T>> {
  const question = { name: toAscii(name), type }
  if (!isWireName(question.name)) throw dnsError('ENOTFOUND', name, 'not a name that DNS can hold')
  let failure: Error = dnsError('ECONNREFUSED', name, 'no DNS server is known')
  for (let round = 0; round < tries; round++) {
    for (const server of servers) {
      try {
        const packet = await exchangeDns(server, question, timeout)
        const answer = readAnswer(packet, name, type)
        return { ...answer, authenticated: answer.authenticated && trusted(server) }
      } catch (error) {
        failure = error as Error
        const { code } = error as { code?: string }
        if (code === 'ENOTFOUND' || code === 'ENODATA') throw error
      }
    }
    // Another round helps against a lost datagram, not against a server that said no.
    if ((failure as { code?: string }).code !== 'ETIMEOUT') break
  }
  throw failure
}

/** "192.0.2.1", "192.0.2.1:5353", "2001:db8::1" or "[2001:db8::1]:5353". */
export function parseServerAddress(text: string): DnsServerAddress {
  if (isIPv6(text)) return { host: text, port: 53 }
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? []
  return { host: bracketed ?? plain ?? text, port: Number(port ?? 53) }
}

function readAnswer<T extends DnsRecordType>(packet: DecodedPacket, name: string, type: T): DnsAnswer<T> {
  const { rcode } = packet as DecodedPacket & { rcode: string }
  if (rcode === 'NXDOMAIN') throw dnsError('ENOTFOUND', name, 'no such name')
  if (rcode !== 'NOERROR') throw dnsError(CODES[rcode] ?? 'ESERVFAIL', name, rcode)
  const matching = (packet.answers ?? []).filter((answer) => answer.type === type)
  if (matching.length === 0) throw dnsError('ENODATA', name, `no ${type} record`)
  const all = packet.answers ?? []
  return {
    records: matching.map(recordOf) as unknown as DnsRecordsByType[T][],
    authenticated: packet.flag_ad,
    ttl: Math.min(...all.map((answer) => ('ttl' in answer ? (answer.ttl ?? 0) : 0))),
  }
}

const CODES: Readonly<Record<string, string>> = {
  FORMERR: 'EFORMERR',
  SERVFAIL: 'ESERVFAIL',
  NOTIMP: 'ENOTIMP',
  REFUSED: 'EREFUSED',
}

/** CNAMEs on the way are followed by the server; what they lead to has the type that was asked for. */
function recordOf(answer: Answer): unknown {
  switch (answer.type) {
    case 'MX':
      return { exchange: withoutRoot(answer.data.exchange), priority: answer.data.preference ?? 0 }
    case 'TXT':
      return [answer.data].flat().map(String).join('')
    case 'TLSA': {
      const { usage, selector, matchingType, certificate } = answer.data
      return { usage, selector, matchingType, data: certificate }
    }
    case 'A':
    case 'AAAA':
      return answer.data
    default:
      throw new Error(`unexpected DNS type ${answer.type}`)
  }
}

/** The root itself, a null MX (RFC 7505), is the empty name, as in Node. */
function withoutRoot(name: string): string {
  return name === '.' ? '' : name
}

/** RFC 1035 §2.3.4. */
function isWireName(name: string): boolean {
  const labels = name.replace(/\.$/, '').split('.')
  return name.length <= 254 && labels.every((label) => label.length > 0 && label.length < 64)
}

function toAscii(name: string): string {
  return /[^\0-\x7f]/.test(name) ? domainToASCII(name) || name : name
}

function dnsError(code: string, name: string, text: string): Error {
  return Object.assign(new Error(`${name}: ${text}`), { code, hostname: name })
}
