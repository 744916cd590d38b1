/**
 * A DNS server for tests, on a real UDP socket: answers A, AAAA, MX, TXT and TLSA from a table (RFC 1035 §4). A name that is not
 * in it does not exist (NXDOMAIN); a type that is not there has no data.
 */
import { createSocket, type Socket } from 'node:dgram'
import { createServer, isIPv6 } from 'node:net'
import { onTestFinished } from 'vitest'
import type { DnsRecordType, TlsaRecord } from '../../main/engine/ports.ts'
import { freePort } from './free-port.ts'

/**
 * SERVFAIL  the server answers that it cannot say
 * SILENT    the server never answers
 */
export type DnsAnswer = DnsRecords | 'SERVFAIL' | 'SILENT'

export interface DnsRecords {
  readonly a?: readonly string[]
  readonly aaaa?: readonly string[]
  /** [preference, host]; host '' is a null MX (RFC 7505). */
  readonly mx?: readonly (readonly [number, string])[]
  readonly txt?: readonly string[]
  readonly tlsa?: readonly TlsaRecord[]
  /** The server says that it has validated its answer (AD). */
  readonly secure?: boolean
  /** Seconds; default: 60. */
  readonly ttl?: number
  /** Queries of this name that get no answer before the first that does. */
  readonly silentFor?: number
  /** UDP answers are cut short (TC), so that the asker comes back over TCP. */
  readonly cut?: boolean
}

const TYPE_NAMES: Readonly<Record<number, DnsRecordType>> = {
  1: 'A',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  52: 'TLSA',
}
const AUTHENTIC = 0x0020
const TRUNCATED = 0x0200
/** Response, recursion desired and available. */
const FLAGS = 0x8180
const SERVFAIL = 2
const NXDOMAIN = 3
const HEADER_LENGTH = 12

export class DnsServer {
  /** "MX far.test", in order. */
  readonly queries: string[] = []
  readonly #table: Readonly<Record<string, DnsAnswer>>
  readonly #socket: Socket

  private constructor(table: Readonly<Record<string, DnsAnswer>>, socket: Socket) {
    this.#table = table
    this.#socket = socket
  }

  static async start(table: Readonly<Record<string, DnsAnswer>>): Promise<DnsServer> {
    const socket = createSocket('udp4')
    // One that is free for both: the system gives a socket any port of UDP, whoever has the same one of TCP.
    const port = await freePort()
    const server = new DnsServer(table, socket)
    socket.on('message', (query, { port, address }) => {
      const reply = server.#answer(query, 'udp')
      if (reply) socket.send(reply, port, address)
    })
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(port, '127.0.0.1', resolve)
    })
    onTestFinished(() => new Promise<void>((resolve) => socket.close(() => resolve())))
    await server.#listenOnTcp()
    return server
  }

  /** As "dns.servers" of the configuration wants it. */
  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`
  }

  /** RFC 7766; one query a connection. */
  async #listenOnTcp(): Promise<void> {
    const tcp = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', (framed: Buffer) => {
        const reply = this.#answer(framed.subarray(2), 'tcp')
        if (reply) socket.end(Buffer.concat([Buffer.of(reply.length >> 8, reply.length & 255), reply]))
      })
    })
    await new Promise<void>((resolve, reject) => {
      tcp.once('error', reject)
      tcp.listen(this.#socket.address().port, '127.0.0.1', resolve)
    })
    onTestFinished(() => new Promise<void>((resolve) => tcp.close(() => resolve())))
  }

  #answer(query: Buffer, over: 'udp' | 'tcp'): Buffer | null {
    const { name, end } = readName(query)
    const type = query.readUInt16BE(end)
    const question = query.subarray(HEADER_LENGTH, end + 4)
    this.queries.push(`${TYPE_NAMES[type] ?? type} ${name}`)
    const found = this.#table[name]
    if (found === 'SILENT') return null
    const facts: DnsRecords = typeof found === 'object' ? found : {}
    if (this.queries.filter((asked) => asked.endsWith(` ${name}`)).length <= (facts.silentFor ?? 0))
      return null
    const cut = over === 'udp' && facts.cut === true
    const code = found === undefined ? NXDOMAIN : found === 'SERVFAIL' ? SERVFAIL : 0
    const records = cut ? [] : recordData(facts, type)
    const flags = FLAGS | (facts.secure ? AUTHENTIC : 0) | (cut ? TRUNCATED : 0)
    const header = Buffer.alloc(HEADER_LENGTH)
    query.copy(header, 0, 0, 2)
    header.writeUInt16BE(flags | code, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(records.length, 6)
    return Buffer.concat([header, question, ...records.map((data) => record(type, data, facts.ttl ?? 60))])
  }
}

/** The name of the first question; end is where its type stands. */
function readName(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = []
  let at = HEADER_LENGTH
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase())
    at += 1 + length
  }
  return { name: labels.join('.'), end: at + 1 }
}

function recordData({ a = [], aaaa = [], mx = [], txt = [], tlsa = [] }: DnsRecords, type: number): Buffer[] {
  switch (TYPE_NAMES[type]) {
    case 'A':
      return a.map((address) => Buffer.from(address.split('.').map(Number)))
    case 'AAAA':
      return aaaa.map(ipv6Data)
    case 'MX':
      return mx.map(([preference, host]) =>
        Buffer.concat([Buffer.from([preference >> 8, preference & 255]), nameData(host)]),
      )
    case 'TXT':
      return txt.map(textData)
    case 'TLSA':
      return tlsa.map(({ usage, selector, matchingType, data }) =>
        Buffer.concat([Buffer.of(usage, selector, matchingType), data]),
      )
    default:
      return []
  }
}

/** Its name points to that of the question; class IN. */
function record(type: number, data: Buffer, ttl: number): Buffer {
  const head = Buffer.from([0xc0, HEADER_LENGTH, 0, type, 0, 1, 0, 0, 0, 0, 0, 0])
  head.writeUInt32BE(ttl, 6)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

/** RFC 1035 §3.3.14: strings of up to 255 octets. */
function textData(text: string): Buffer {
  const pieces = text.match(/.{1,255}/gs) ?? ['']
  return Buffer.concat(pieces.map((piece) => Buffer.concat([Buffer.of(piece.length), Buffer.from(piece)])))
}

function nameData(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.')
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.of(0),
  ])
}

function ipv6Data(address: string): Buffer {
  if (!isIPv6(address)) throw new Error(`${address} is not an IPv6 address`)
  const [head = '', tail = ''] = address.split('::')
  const groups = (text: string) => text.split(':').filter((group) => group !== '')
  const missing = 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)]
  return Buffer.from(
    all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]),
  )
}
