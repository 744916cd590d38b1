import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'

export interface Arrived {
  readonly sender: string
  readonly recipients: readonly string[]
  readonly content: string
  readonly user: string | null
}

/** A mail server that takes what it gets and keeps it. It closes with the test. */
export class NextHop {
  readonly arrived: Arrived[] = []
  readonly port: number
  readonly #server: SMTPServer

  private constructor(server: SMTPServer, port: number, arrived: Arrived[]) {
    this.#server = server
    this.port = port
    this.arrived = arrived
  }

  /** On a free port unless one is given: a next hop that is down is one that was closed. */
  static async start(options: SMTPServerOptions & { port?: number } = {}): Promise<NextHop> {
    const arrived: Arrived[] = []
    const { port = 0, ...rest } = options
    const server = new SMTPServer({
      disabledCommands: rest.onAuth ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      // Idle connections of the pool are cut, as by a crash.
      closeTimeout: 20,
      onData(stream, session, done) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope
          arrived.push({
            sender: mailFrom === false ? '' : mailFrom.address,
            recipients: rcptTo.map(({ address }) => address),
            content: Buffer.concat(chunks).toString('utf8'),
            user: typeof session.user === 'string' ? session.user : null,
          })
          done()
        })
      },
      ...rest,
    })
    server.on('error', () => {})
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const hop = new NextHop(server, (server.server.address() as AddressInfo).port, arrived)
    onTestFinished(() => hop.close())
    return hop
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}
