/**
 * One DNS question to one server, over UDP, and over TCP where the answer was cut short (RFC 1035 §4.2, RFC 7766).
 * Node's own resolver does not show the AD bit, and that is what DANE stands on.
 */
import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import {
  AUTHENTIC_DATA,
  type DecodedPacket,
  decode,
  encode,
  RECURSION_DESIRED,
  type RecordType,
} from 'dns-packet'

export interface DnsServerAddress {
  readonly host: string
  readonly port: number
}

/** Octets of an answer that UDP may carry without being split on the way. */
const UDP_PAYLOAD = 1_232

/** Rejects with ETIMEOUT after so many milliseconds, or with the error of the socket. */
export async function exchangeDns(
  server: DnsServerAddress,
  question: { readonly name: string; readonly type: RecordType },
  timeout: number,
): Promise<DecodedPacket> {
  const id = randomInt(65_536)
  const query = encode({
    type: 'query',
    id,
    // AD in a query asks for AD in the answer, without the signatures themselves (RFC 6840 §5.7).
    flags: RECURSION_DESIRED | AUTHENTIC_DATA,
    questions: [question],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_PAYLOAD,
        flags: 0,
        options: [],
        extendedRcode: 0,
        ednsVersion: 0,
        flag_do: false,
      },
    ],
  })
  const answers = (packet: DecodedPacket) => isAnswer(packet, id, question)
  const packet = await overUdp(server, query, timeout, answers)
  return packet.flag_tc ? overTcp(server, query, timeout, answers) : packet
}

type IsAnswer = (packet: DecodedPacket) => boolean

/** Connected, so that only this server is heard; what does not answer the question is passed over. */
function overUdp(
  server: DnsServerAddress,
  query: Buffer,
  timeout: number,
  answers: IsAnswer,
): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(server.host) ? 'udp6' : 'udp4')
    const timer = setTimeout(() => settle(() => reject(timedOut())), timeout)
    const settle = (end: () => void) => {
      clearTimeout(timer)
      socket.removeAllListeners()
      socket.on('error', () => undefined)
      socket.close()
      end()
    }
    socket.on('error', (error) => settle(() => reject(error)))
    socket.on('message', (message) => {
      const packet = tryDecode(message)
      if (packet && answers(packet)) settle(() => resolve(packet))
    })
    socket.connect(server.port, server.host, () => socket.send(query))
  })
}

function overTcp(
  server: DnsServerAddress,
  query: Buffer,
  timeout: number,
  answers: IsAnswer,
): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, server.host)
    const timer = setTimeout(() => settle(() => reject(timedOut())), timeout)
    const settle = (end: () => void) => {
      clearTimeout(timer)
      socket.removeAllListeners()
      socket.on('error', () => undefined)
      socket.destroy()
      end()
    }
    let received = Buffer.alloc(0)
    socket.on('connect', () => socket.write(framed(query)))
    socket.on('error', (error) => settle(() => reject(error)))
    socket.on('close', () => settle(() => reject(timedOut())))
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
      const packet = tryDecode(received.subarray(2, 2 + received.readUInt16BE(0)))
      settle(() => (packet && answers(packet) ? resolve(packet) : reject(badAnswer())))
    })
  })
}

/** RFC 1035 §4.2.2: the length in two octets. */
function framed(query: Buffer): Buffer {
  return Buffer.concat([Buffer.of(query.length >> 8, query.length & 255), query])
}

function isAnswer(packet: DecodedPacket, id: number, question: { name: string; type: string }): boolean {
  const asked = packet.questions?.[0]
  return (
    packet.type === 'response' &&
    packet.id === id &&
    asked?.type === question.type &&
    asked.name.toLowerCase() === question.name.toLowerCase()
  )
}

function tryDecode(message: Buffer): DecodedPacket | null {
  try {
    return decode(message)
  } catch {
    return null
  }
}

function timedOut(): Error {
  return Object.assign(new Error('the DNS server did not answer in time'), { code: 'ETIMEOUT' })
}

function badAnswer(): Error {
  return Object.assign(new Error('the DNS server gave an answer that cannot be read'), { code: 'EBADRESP' })
}
