/** A client that says what it is told, octet by octet: for tests of what well-behaved clients never send. */
import { connect as connectSocket, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'

export interface SmtpReply {
  readonly code: number
  /** Without codes, one for each line. */
  readonly lines: readonly string[]
  /** As it came, lines joined by "\n". */
  readonly raw: string
}

export interface ClientOptions {
  readonly port: number
  readonly host?: string
  /** Another loopback address, to look like another client. */
  readonly localAddress?: string
  /** TLS from the first octet. */
  readonly tls?: boolean
}

export class SmtpClient {
  #socket: Socket
  #input = ''
  #ended = false
  #wake: (() => void) | null = null

  constructor(socket: Socket) {
    this.#socket = socket
    this.#listen()
    onTestFinished(() => {
      this.#socket.destroy()
    })
  }

  static async connect({
    port,
    host = '127.0.0.1',
    localAddress,
    tls = false,
  }: ClientOptions): Promise<SmtpClient> {
    const address = localAddress === undefined ? {} : { localAddress }
    const socket = tls
      ? connectTls({ port, host, ...address, rejectUnauthorized: false })
      : connectSocket({ port, host, ...address })
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.once(tls ? 'secureConnect' : 'connect', () => resolve())
    })
    return new SmtpClient(socket)
  }

  get socket(): Socket | TLSSocket {
    return this.#socket
  }

  /** Sends octets as they are. */
  write(octets: string | Uint8Array): void {
    this.#socket.write(typeof octets === 'string' ? Buffer.from(octets, 'utf8') : octets)
  }

  /** Sends a line and waits for its reply. */
  async send(line: string): Promise<SmtpReply> {
    this.write(`${line}\r\n`)
    return this.reply()
  }

  /** Sends a line and fails unless the reply begins so: "250", "550 5.7.1". */
  async expect(line: string, beginning: string): Promise<SmtpReply> {
    const reply = await this.send(line)
    if (!reply.raw.startsWith(beginning)) throw new Error(`${line} → ${reply.raw} (expected ${beginning})`)
    return reply
  }

  /** The next reply, all its lines. Fails when the server closes before. */
  async reply(): Promise<SmtpReply> {
    for (;;) {
      const match = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\n/.exec(this.#input)
      if (match) {
        this.#input = this.#input.slice(match[0].length)
        return parseReply(match[0].replaceAll('\r', '').replace(/\n$/, ''))
      }
      if (this.#ended) throw new Error(`the server closed; unread: ${JSON.stringify(this.#input)}`)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** Resolves with everything that was not read once the server has closed. */
  async closed(): Promise<string> {
    while (!this.#ended)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    return this.#input
  }

  /** Goes over to TLS on this connection; the server must have answered 220. */
  async upgrade({ rejectUnauthorized = false } = {}): Promise<void> {
    this.#socket.removeAllListeners('data')
    const secured = connectTls({ socket: this.#socket, rejectUnauthorized })
    await new Promise<void>((resolve, reject) => {
      secured.once('error', reject)
      secured.once('secureConnect', () => resolve())
    })
    this.#socket = secured
    this.#listen()
  }

  /** Closes this side only. */
  end(): void {
    this.#socket.end()
  }

  #listen(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#input += chunk.toString('utf8')
      this.#awake()
    })
    const ended = () => {
      this.#ended = true
      this.#awake()
    }
    this.#socket.on('error', ended)
    this.#socket.on('close', ended)
    this.#socket.on('end', ended)
  }

  #awake(): void {
    this.#wake?.()
    this.#wake = null
  }
}

function parseReply(raw: string): SmtpReply {
  const lines = raw.split('\n')
  return { code: Number(raw.slice(0, 3)), lines: lines.map((line) => line.slice(4)), raw }
}
