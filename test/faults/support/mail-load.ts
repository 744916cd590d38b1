/** Clients that send numbered messages as fast as they are taken, and know which of them were answered 250. */
import { connect, type Socket } from 'node:net'
import { waitFor } from '../../support/wait-for.ts'

export interface LoadOptions {
  readonly port: number
  readonly clients: number
  readonly recipient?: string
  /** Octets of the body of a message. */
  readonly sizeOf?: (number: number) => number
}

const LINE = `${'x'.repeat(70)}\r\n`

export class MailLoad {
  /** Subjects that were answered 250. */
  readonly acknowledged = new Set<string>()
  /** Subjects whose DATA was begun. */
  readonly begun = new Set<string>()
  readonly #options: Required<LoadOptions>
  #sockets = new Set<Socket>()
  #next = 0
  #running = false

  constructor(options: LoadOptions) {
    this.#options = { recipient: 'someone@far.test', sizeOf: () => 2_000, ...options }
  }

  start(): void {
    this.#running = true
    for (let client = 0; client < this.#options.clients; client++) this.#connect()
  }

  /** Cuts all connections: the server is gone, or nothing more is to be sent. */
  stop(): void {
    this.#running = false
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Until so many more were answered 250. */
  async more(count: number): Promise<void> {
    const goal = this.acknowledged.size + count
    await waitFor(`${count} more 250s`, () => this.acknowledged.size >= goal, 60_000)
  }

  #connect(): void {
    const socket = connect(this.#options.port, '127.0.0.1')
    this.#sockets.add(socket)
    socket.setEncoding('latin1')
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#sockets.delete(socket)
    })
    const conversation = new Conversation(socket, this)
    socket.on('data', (text: string) => conversation.read(text))
  }

  /** What to say next; null when it is over. */
  nextMessage(): { readonly subject: string; readonly body: string } | null {
    if (!this.#running) return null
    this.#next += 1
    const subject = `fault-${this.#next}`
    return { subject, body: LINE.repeat(Math.ceil(this.#options.sizeOf(this.#next) / LINE.length)) }
  }

  get recipient(): string {
    return this.#options.recipient
  }
}

type Expected = 'greeting' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'end'

/** EHLO once, then message after message; each reply has the code that is waited for, or the connection ends. */
class Conversation {
  readonly #socket: Socket
  readonly #load: MailLoad
  #input = ''
  #subject = ''
  #body = ''
  #expected: Expected = 'greeting'

  constructor(socket: Socket, load: MailLoad) {
    this.#socket = socket
    this.#load = load
  }

  read(text: string): void {
    this.#input += text
    for (;;) {
      const end = this.#input.indexOf('\r\n')
      if (end < 0) return
      const line = this.#input.slice(0, end)
      this.#input = this.#input.slice(end + 2)
      if (line[3] !== '-') this.#answer(line)
    }
  }

  #answer(line: string): void {
    switch (this.#expected) {
      case 'greeting':
        this.#say('EHLO client.test', 'ehlo')
        break
      case 'mail':
        this.#say(`RCPT TO:<${this.#load.recipient}>`, 'rcpt')
        break
      case 'rcpt':
        this.#say('DATA', 'data')
        break
      case 'data':
        if (line.startsWith('354')) this.#sendContent()
        else this.#begin()
        break
      case 'end':
        if (line.startsWith('250')) this.#load.acknowledged.add(this.#subject)
        this.#begin()
        break
      case 'ehlo':
        this.#begin()
    }
  }

  #sendContent(): void {
    this.#load.begun.add(this.#subject)
    this.#say(`From: a@office.test\r\nSubject: ${this.#subject}\r\n\r\n${this.#body}.`, 'end')
  }

  #begin(): void {
    const message = this.#load.nextMessage()
    if (message === null) {
      this.#socket.end('QUIT\r\n')
      return
    }
    this.#subject = message.subject
    this.#body = message.body
    this.#say('MAIL FROM:<a@office.test>', 'mail')
  }

  #say(text: string, expected: Expected): void {
    this.#expected = expected
    this.#socket.write(`${text}\r\n`)
  }
}
