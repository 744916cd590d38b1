import type { AddressInfo } from 'node:net'
import type { SMTPServer, SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'
import { type Arrived, createTakingServer } from './taking-server.ts'

/** A mail server that takes what it gets and keeps it. It closes with the test. */
export class NextHop {
  readonly arrived: readonly Arrived[]
  readonly port: number
  readonly #server: SMTPServer

  private constructor(server: SMTPServer, port: number, arrived: readonly Arrived[]) {
    this.#server = server
    this.port = port
    this.arrived = arrived
  }

  /** On a free port unless one is given: a next hop that is down is one that was closed. */
  static async start(options: SMTPServerOptions & { port?: number } = {}): Promise<NextHop> {
    const arrived: Arrived[] = []
    const { port = 0, ...rest } = options
    const server = createTakingServer((mail) => arrived.push(mail), rest)
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
