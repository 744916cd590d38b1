/** A DNS server that lies, by the first label below the top: "silent.test" is never answered. */
import { createSocket, type Socket } from 'node:dgram'
import { createServer } from 'node:net'
import { type Answer, type DecodedPacket, decode, encode } from 'dns-packet'
import { onTestFinished } from 'vitest'

/**
 * silent           no answer                          servfail, refused   the codes of that name
 * garbage          octets without meaning             pointer-loop        a name that points at itself
 * other-id         an answer to another query         other-question      … to another question
 * other-port       … from another port                cut-short           "ask over TCP", which is closed at once
 * late-truth       other-id first, then the truth     many-hosts          an MX of 300 hosts of which nothing can be said
 */
export const LIES = [
  'silent',
  'servfail',
  'refused',
  'garbage',
  'pointer-loop',
  'other-id',
  'other-question',
  'other-port',
  'cut-short',
  'late-truth',
  'many-hosts',
] as const
export type Lie = (typeof LIES)[number]

export interface LyingDnsOptions {
  readonly port: number
  /** Address of every mail host. */
  readonly truth: string
  /** Address that lies name. */
  readonly lie: string
}

const RCODE = { refused: 5, servfail: 2 } as const
const TRUNCATED = 0x0200

export class LyingDns {
  lying = true
  readonly #options: LyingDnsOptions
  readonly #otherPort: Socket

  private constructor(options: LyingDnsOptions, otherPort: Socket) {
    this.#options = options
    this.#otherPort = otherPort
  }

  static async start(options: LyingDnsOptions): Promise<LyingDns> {
    const socket = await boundSocket(options.port)
    const server = new LyingDns(options, await boundSocket(0))
    socket.on('message', (query, { port, address }) => {
      for (const { octets, from } of server.#answers(query))
        (from === 'other-port' ? server.#otherPort : socket).send(octets, port, address)
    })
    await closeOverTcp(options.port)
    return server
  }

  #answers(octets: Buffer): readonly { readonly octets: Buffer; readonly from?: 'other-port' }[] {
    const query = decode(octets)
    const { truth, lie } = this.#options
    const right = reply(query, truth)
    const wrong = reply(query, lie)
    switch (this.lying ? lieAbout(query) : null) {
      case 'silent':
        return []
      case 'servfail':
        return [{ octets: withCode(right, RCODE.servfail) }]
      case 'refused':
        return [{ octets: withCode(right, RCODE.refused) }]
      case 'garbage':
        return [{ octets: Buffer.from(octets.map((octet) => octet ^ 0xa5)) }, { octets: Buffer.alloc(3) }]
      case 'pointer-loop':
        return [{ octets: pointerLoop(query) }]
      case 'other-id':
        return [{ octets: withOtherId(wrong) }]
      case 'other-question':
        return [{ octets: reply(query, lie, 'elsewhere.test') }]
      case 'other-port':
        return [{ octets: wrong, from: 'other-port' }]
      case 'cut-short':
        return [{ octets: withFlag(encode(emptyReply(query)), TRUNCATED) }]
      case 'late-truth':
        return [{ octets: withOtherId(wrong) }, { octets: wrong, from: 'other-port' }, { octets: right }]
      case 'many-hosts':
        return [{ octets: manyHosts(query) }]
      default:
        return [{ octets: right }]
    }
  }
}

async function boundSocket(port: number): Promise<Socket> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, '127.0.0.1', resolve)
  })
  onTestFinished(() => new Promise<void>((resolve) => socket.close(() => resolve())))
  return socket
}

async function closeOverTcp(port: number): Promise<void> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
}

function lieAbout(query: DecodedPacket): Lie | null {
  const label = query.questions?.[0]?.name.split('.').at(-2)
  return LIES.find((lie) => lie === label) ?? null
}

/** An MX that is the domain's own mail host, and its address. */
function reply(query: DecodedPacket, address: string, about = query.questions?.[0]?.name ?? ''): Buffer {
  const type = query.questions?.[0]?.type
  const answers: Answer[] =
    type === 'MX'
      ? [{ type: 'MX', name: about, ttl: 1, data: { preference: 10, exchange: `mail.${about}` } }]
      : type === 'A'
        ? [{ type: 'A', name: about, ttl: 1, data: address }]
        : []
  return encode({ ...emptyReply(query), questions: [{ name: about, type: type ?? 'A' }], answers })
}

function manyHosts(query: DecodedPacket): Buffer {
  const [question] = query.questions ?? []
  if (question?.type !== 'MX') return withCode(encode(emptyReply(query)), RCODE.servfail)
  const answers = Array.from({ length: 300 }, (_, index): Answer => {
    return {
      type: 'MX',
      name: question.name,
      ttl: 1,
      data: { preference: index, exchange: `h${index}.many-hosts.test` },
    }
  })
  return encode({ ...emptyReply(query), answers })
}

function emptyReply(query: DecodedPacket) {
  return { type: 'response' as const, id: query.id ?? 0, flags: 0x0180, questions: query.questions ?? [] }
}

function withCode(octets: Buffer, code: number): Buffer {
  const copy = Buffer.from(octets)
  copy.writeUInt8((copy.readUInt8(3) & 0xf0) | code, 3)
  return copy
}

function withFlag(octets: Buffer, flag: number): Buffer {
  const copy = Buffer.from(octets)
  copy.writeUInt16BE(copy.readUInt16BE(2) | flag, 2)
  return copy
}

function withOtherId(octets: Buffer): Buffer {
  const copy = Buffer.from(octets)
  copy.writeUInt16BE((copy.readUInt16BE(0) + 1) & 0xffff, 0)
  return copy
}

/** RFC 1035 §4.1.4: a pointer to itself, in place of the answer's name. */
function pointerLoop(query: DecodedPacket): Buffer {
  const head = encode(emptyReply(query))
  head.writeUInt16BE(1, 6)
  const pointer = 0xc000 | head.length
  return Buffer.concat([head, Buffer.of(pointer >> 8, pointer & 255, 0, 15, 0, 1, 0, 0, 0, 1, 0, 0)])
}
