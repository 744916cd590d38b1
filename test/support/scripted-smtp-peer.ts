/**
 * A next hop for tests, on a real socket: answers each command as its script says and writes down what came. Speaks
 * SMTP and LMTP, with STARTTLS or TLS from the first octet where it is given a certificate.
 */
import { createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'

/**
 * A reply ("250 OK"; several lines with "\r\n" between), or what happens instead of one:
 * drop  the connection is cut          hang  nothing, ever
 * raw   these octets as they are, and then nothing ever, the cut, or a line of the same every 20 ms
 */
export type Answer =
  | string
  | { readonly kind: 'drop' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'raw'; readonly octets: string; readonly afterwards: Afterwards }

type Afterwards = 'hang' | 'drop' | 'trickle'

export const DROP: Answer = { kind: 'drop' }
export const HANG: Answer = { kind: 'hang' }

export interface Step {
  /** GREETING, EHLO, LHLO, STARTTLS, AUTH, AUTH-RESPONSE, MAIL, RCPT, DATA, CONTENT, BLOCK, BDAT, RSET, QUIT, … */
  readonly verb: string
  /** The line as it came; '' for GREETING, CONTENT and BLOCK. */
  readonly line: string
  /** 1, 2, … over the life of the peer. */
  readonly connection: number
  /** 1, 2, … within the connection; counted at MAIL. */
  readonly transaction: number
  /** Of RCPT, and of CONTENT in LMTP; without angle brackets. */
  readonly recipient: string
  readonly secure: boolean
}

export interface PeerScript {
  /** Extensions of the EHLO reply. */
  readonly extensions?: readonly string[]
  /**
   * undefined leaves it at the ordinary answer. BLOCK is asked at each piece of content; "" goes on. HANDSHAKE is asked
   * when the client begins TLS: what it gets instead of a handshake.
   */
  readonly answer?: (step: Step) => Answer | undefined
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly implicitTls?: boolean
  readonly lmtp?: boolean
  readonly host?: string
  readonly port?: number
}

export interface ReceivedMessage {
  readonly mail: string
  readonly rcpts: readonly string[]
  /** As it came, dots unstuffed. */
  readonly content: string
  /** Its octets; what came by DATA has been through text, what came by BDAT has not. */
  readonly raw: Buffer
  readonly connection: number
}

export class ScriptedSmtpPeer {
  readonly script: PeerScript
  readonly messages: ReceivedMessage[] = []
  /** Every command line, with the number of its connection in front: "1 MAIL FROM:<a@b>". */
  readonly commands: string[] = []
  /** Connections that are open now. */
  readonly open = new Set<Socket>()
  connections = 0
  readonly #server: Server

  private constructor(script: PeerScript) {
    this.script = script
    // Replies to pipelined commands go out one by one: each would wait for the acknowledgement of the one before.
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.connections += 1
      new Conversation(this, socket, this.connections)
    })
  }

  static async start(script: PeerScript = {}): Promise<ScriptedSmtpPeer> {
    const peer = new ScriptedSmtpPeer(script)
    const { host = '127.0.0.1', port = 0 } = script
    await new Promise<void>((resolve, reject) => {
      peer.#server.once('error', reject)
      peer.#server.listen(port, host, resolve)
    })
    onTestFinished(() => peer.stop())
    return peer
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  /** Lines that begin with the verb. */
  commandsOf(verb: string): string[] {
    return this.commands.map((line) => line.replace(/^\d+ /, '')).filter((line) => line.startsWith(verb))
  }

  /** Closes idle connections as a peer's time-out would. */
  dropAll(): void {
    for (const socket of this.open) socket.destroy()
  }

  async stop(): Promise<void> {
    this.dropAll()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
}

class Conversation {
  readonly #peer: ScriptedSmtpPeer
  readonly #number: number
  #socket: Socket
  #buffer = Buffer.alloc(0)
  #transaction = 0
  #mail = ''
  #rcpts: string[] = []
  #inContent = false
  /** Octets of the BDAT chunk that are still to come; null outside of one. */
  #chunk: { left: number; readonly last: boolean } | null = null
  #content: Buffer[] = []
  #inAuth = false
  #secure = false
  #hangs = false

  constructor(peer: ScriptedSmtpPeer, socket: Socket, number: number) {
    this.#peer = peer
    this.#number = number
    this.#socket = socket
    peer.open.add(socket)
    socket.on('close', () => peer.open.delete(socket))
    socket.on('error', () => undefined)
    if (peer.script.implicitTls) this.#secureSocket()
    else this.#listen(socket)
    this.#say('GREETING', '', '220 peer.test ESMTP')
  }

  #listen(socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.#onData(chunk))
  }

  #secureSocket() {
    const { tls } = this.#peer.script
    if (!tls) throw new Error('this peer has no certificate')
    this.#socket.removeAllListeners('data')
    const secured = new TLSSocket(this.#socket, { isServer: true, secureContext: createSecureContext(tls) })
    secured.on('error', () => this.#socket.destroy())
    this.#socket = secured
    this.#secure = true
    this.#listen(secured)
  }

  #onData(chunk: Buffer) {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    for (;;) {
      if (this.#socket.destroyed || this.#hangs) return
      if (this.#inContent) {
        if (!this.#takeContent()) return
        continue
      }
      if (this.#chunk) {
        if (!this.#takeChunk(this.#chunk)) return
        continue
      }
      const end = this.#buffer.indexOf('\r\n')
      if (end < 0) return
      const line = this.#buffer.subarray(0, end).toString()
      this.#buffer = this.#buffer.subarray(end + 2)
      this.#onLine(line)
    }
  }

  #onLine(line: string) {
    this.#peer.commands.push(`${this.#number} ${line}`)
    if (this.#inAuth) return this.#say('AUTH-RESPONSE', line, '235 2.7.0 Signed in')
    const verb = /^[A-Z]+/i.exec(line)?.[0].toUpperCase() ?? ''
    switch (verb) {
      case 'EHLO':
      case 'LHLO':
        return this.#say(verb, line, this.#ehloReply())
      case 'STARTTLS':
        return this.#say(verb, line, this.#peer.script.tls ? '220 2.0.0 Go ahead' : '502 5.5.1 No TLS here')
      case 'AUTH':
        return this.#say(
          verb,
          line,
          /LOGIN$|CRAM-MD5$/i.test(line) ? '334 VXNlcm5hbWU6' : '235 2.7.0 Signed in',
        )
      case 'MAIL':
        this.#transaction += 1
        this.#mail = ''
        this.#rcpts = []
        this.#content = []
        return this.#say(verb, line, '250 2.1.0 Sender ok')
      case 'RCPT':
        return this.#say(verb, line, this.#mail === '' ? '503 5.5.1 MAIL first' : '250 2.1.5 Recipient ok')
      case 'DATA':
        return this.#say(
          verb,
          line,
          this.#rcpts.length > 0 ? '354 Go ahead' : '554 5.5.1 No valid recipients',
        )
      case 'BDAT':
        return this.#beginChunk(line)
      case 'QUIT':
        return this.#say(verb, line, '221 2.0.0 Bye')
      default:
        return this.#say(verb, line, '250 2.0.0 Ok')
    }
  }

  #ehloReply(): string {
    const offered = [...(this.#peer.script.extensions ?? ['PIPELINING', '8BITMIME', 'SIZE 0'])]
    if (this.#peer.script.tls && !this.#secure) offered.push('STARTTLS')
    const lines = ['peer.test', ...offered]
    return lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`).join('\r\n')
  }

  #say(verb: string, line: string, ordinary: string, recipient = recipientOf(line)) {
    const answer = this.#ask(verb, line, recipient) ?? ordinary
    if (typeof answer !== 'string') {
      if (answer.kind === 'raw') this.#sayRaw(answer.octets, answer.afterwards)
      else if (answer.kind === 'drop') this.#socket.destroy()
      else this.#hangs = true
      return
    }
    const last = answer.split('\r\n').at(-1) ?? ''
    this.#socket.write(`${answer}\r\n`)
    this.#after(verb, line, last)
  }

  #sayRaw(octets: string, afterwards: Afterwards) {
    this.#hangs = true
    if (afterwards === 'drop') {
      this.#socket.end(octets, 'latin1', () => this.#socket.destroy())
      return
    }
    this.#socket.write(octets, 'latin1')
    if (afterwards === 'hang') return
    const timer = setInterval(() => this.#socket.write(octets, 'latin1'), 20)
    this.#socket.on('close', () => clearInterval(timer))
  }

  #after(verb: string, line: string, reply: string) {
    if (verb === 'STARTTLS' && reply.startsWith('220')) this.#shakeHands()
    if (verb === 'AUTH' || verb === 'AUTH-RESPONSE') this.#inAuth = reply.startsWith('334')
    if (verb === 'MAIL' && reply.startsWith('2')) this.#mail = line
    if (verb === 'RCPT' && reply.startsWith('2')) this.#rcpts.push(line)
    if (verb === 'DATA' && reply.startsWith('354')) this.#inContent = true
    if (reply.startsWith('421') || verb === 'QUIT') this.#socket.end()
  }

  #shakeHands() {
    const answer = this.#ask('HANDSHAKE', '', '')
    if (answer === undefined) return this.#secureSocket()
    this.#hangs = true
    this.#socket.once('data', () => {
      if (typeof answer === 'string') this.#socket.end(answer)
      else if (answer.kind === 'drop') this.#socket.destroy()
    })
  }

  #ask(verb: string, line: string, recipient: string): Answer | undefined {
    return this.#peer.script.answer?.({
      verb,
      line,
      recipient,
      connection: this.#number,
      transaction: this.#transaction,
      secure: this.#secure,
    })
  }

  /** False where more has to come. */
  #takeContent(): boolean {
    const block = this.#ask('BLOCK', '', '')
    if (block !== undefined && block !== '') {
      this.#content.push(this.#buffer)
      this.#buffer = Buffer.alloc(0)
      if (typeof block === 'string') this.#socket.write(`${block}\r\n`)
      else if (block.kind === 'drop') this.#socket.destroy()
      return false
    }
    const whole = Buffer.concat([Buffer.from('\r\n'), ...this.#content, this.#buffer])
    const end = whole.indexOf('\r\n.\r\n')
    if (end < 0) {
      this.#content.push(this.#buffer)
      this.#buffer = Buffer.alloc(0)
      return false
    }
    this.#buffer = whole.subarray(end + 5)
    this.#inContent = false
    this.#content = []
    this.#keep(
      whole
        .subarray(2, end + 2)
        .toString()
        .replace(/^\./gm, ''),
    )
    return true
  }

  /** RFC 3030 §2: the octets follow whatever the answer will be. */
  #beginChunk(line: string) {
    const [, size, last] = /^BDAT (\d+)( LAST)?$/i.exec(line) ?? []
    if (size === undefined) return this.#say('BDAT', line, '501 5.5.4 BDAT size [LAST]')
    this.#chunk = { left: Number(size), last: last !== undefined }
  }

  /** False where more has to come. BDAT is asked when a chunk is complete that is not the last. */
  #takeChunk(chunk: { left: number; readonly last: boolean }): boolean {
    const taken = this.#buffer.subarray(0, chunk.left)
    this.#content.push(taken)
    this.#buffer = this.#buffer.subarray(taken.length)
    chunk.left -= taken.length
    if (chunk.left > 0) return false
    this.#chunk = null
    if (this.#rcpts.length === 0) this.#say('BDAT', '', '503 5.5.1 RCPT first')
    else if (!chunk.last) this.#say('BDAT', '', '250 2.0.0 Go on')
    else {
      const content = Buffer.concat(this.#content)
      this.#content = []
      this.#keep(content.toString(), content)
    }
    return true
  }

  #keep(content: string, raw = Buffer.from(content)) {
    const message = { mail: this.#mail, rcpts: this.#rcpts, content, raw, connection: this.#number }
    const before = this.#socket.destroyed
    if (this.#peer.script.lmtp)
      for (const rcpt of this.#rcpts) this.#say('CONTENT', '', '250 2.0.0 Stored', recipientOf(rcpt))
    else this.#say('CONTENT', '', `250 2.0.0 Queued as ${this.#peer.messages.length + 1}`)
    if (!before) this.#peer.messages.push(message)
  }
}

function recipientOf(line: string): string {
  return /^RCPT TO:<(.*)>/i.exec(line)?.[1] ?? ''
}
