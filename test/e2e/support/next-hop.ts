import type { SMTPServer } from 'smtp-server'
import { createTakingServer } from '../../support/taking-server.ts'

/** A provider's server for the tests: takes mail on a port that stays the same when it goes down and comes back. */
export class NextHop {
  readonly port: number
  readonly received: string[] = []
  #server: SMTPServer | null = null

  constructor(port: number) {
    this.port = port
  }

  async up(): Promise<void> {
    const server = createTakingServer(({ content }) => this.received.push(content))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.port, '127.0.0.1', resolve)
    })
    this.#server = server
  }

  async down(): Promise<void> {
    const server = this.#server
    this.#server = null
    await new Promise<void>((resolve) => (server ? server.close(resolve) : resolve()))
  }
}
