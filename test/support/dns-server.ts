/**
 * A DNS server for tests, on a real UDP socket: answers A, AAAA and MX from a table (RFC 1035 §4). A name that is not
 * in it does not exist (NXDOMAIN); a type that is not there has no data.
 */
import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { onTestFinished } from 'vitest'

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
}

const TYPE_NAMES: Readonly<Record<number, 'A' | 'MX' | 'AAAA'>> = { 1: 'A', 15: 'MX', 28: 'AAAA' }
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
    const server = new DnsServer(table, socket)
    socket.on('message', (query, { port, address }) => {
      const reply = server.#answer(query)
      if (reply) socket.send(reply, port, address)
    })
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(0, '127.0.0.1', resolve)
    })
    onTestFinished(() => new Promise<void>((resolve) => socket.close(() => resolve())))
    return server
  }

  /** As "dns.servers" of the configuration wants it. */
  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`
  }

  #answer(query: Buffer): Buffer | null {
    const { name, end } = readName(query)
    const type = query.readUInt16BE(end)
    const question = query.subarray(HEADER_LENGTH, end + 4)
    this.queries.push(`${TYPE_NAMES[type] ?? type} ${name}`)
    const found = this.#table[name]
    if (found === 'SILENT') return null
    const code = found === undefined ? NXDOMAIN : found === 'SERVFAIL' ? SERVFAIL : 0
    const records = typeof found === 'object' ? recordData(found, type) : []
    const header = Buffer.alloc(HEADER_LENGTH)
    query.copy(header, 0, 0, 2)
    header.writeUInt16BE(FLAGS | code, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(records.length, 6)
    return Buffer.concat([header, question, ...records.map((data) => record(type, data))])
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

function recordData({ a = [], aaaa = [], mx = [] }: DnsRecords, type: number): Buffer[] {
  switch (TYPE_NAMES[type]) {
    case 'A':
      return a.map((address) => Buffer.from(address.split('.').map(Number)))
    case 'AAAA':
      return aaaa.map(ipv6Data)
    case 'MX':
      return mx.map(([preference, host]) =>
        Buffer.concat([Buffer.from([preference >> 8, preference & 255]), nameData(host)]),
      )
    default:
      return []
  }
}

/** Its name points to that of the question; class IN, one minute to live. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.from([0xc0, HEADER_LENGTH, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length])
  return Buffer.concat([head, data])
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
