import { connect } from 'node:net'
import { freePort } from './free-port.ts'
import { findProgram, Server } from './run-program.ts'
import { waitFor } from './wait-for.ts'

export function hasSmtpSink(): boolean {
  return findProgram('smtp-sink') !== null
}

/** Postfix's smtp-sink: takes everything and counts it. */
export class SmtpSink {
  readonly port: number
  readonly #server: Server

  private constructor(port: number, options: readonly string[]) {
    this.port = port
    const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
    this.#server = new Server('smtp-sink', ['-c', ...user, ...options, `127.0.0.1:${port}`, '1000'])
  }

  static async start(options: readonly string[] = [], port?: number): Promise<SmtpSink> {
    const sink = new SmtpSink(port ?? (await freePort()), options)
    await waitFor('smtp-sink', () => answers(sink.port))
    return sink
  }

  /** Messages that were taken; smtp-sink prints "sess=3 quit=3 mesg=3". */
  get messages(): number {
    return Number([...this.#server.output.matchAll(/mesg=(\d+)/g)].at(-1)?.[1] ?? 0)
  }

  stop(): Promise<void> {
    return this.#server.stop()
  }
}

/** Does somebody listen there? */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
