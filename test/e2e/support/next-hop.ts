import { SMTPServer } from 'smtp-server'

/** A provider's server for the tests: takes mail on a port that stays the same when it goes down and comes back. */
export class NextHop {
  readonly port: number
  readonly received: string[] = []
  #server: SMTPServer | null = null

  constructor(port: number) {
    this.port = port
  }

  async up(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      // Idle connections of the pool are cut, as by a crash.
      closeTimeout: 20,
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => void chunks.push(chunk))
        stream.on('end', () => {
          this.received.push(Buffer.concat(chunks).toString('utf8'))
          done(null, 'accepted for you')
        })
      },
    })
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
