import { once } from 'node:events'
import { connect } from 'node:net'

/**
 * Sessions of many lines: each connects, says hello, asks a lot, and goes. Counts the lines that both sides said: each
 * is an event of the session log. Keeps to `perSecond` as far as the server does.
 */
export class LiveLoad {
  readonly #port: number
  readonly #perSecond: number
  #running = true
  #lines = 0
  #workers: Promise<void>[] = []

  constructor(port: number, perSecond: number) {
    this.#port = port
    this.#perSecond = perSecond
  }

  get lines(): number {
    return this.#lines
  }

  start(sessions: number): void {
    const startedAt = performance.now()
    const share = this.#perSecond / sessions
    this.#workers = Array.from({ length: sessions }, async () => {
      let said = 0
      while (this.#running) {
        said += await this.#session()
        const ahead = (said / share) * 1_000 - (performance.now() - startedAt)
        if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead))
      }
    })
  }

  async stop(): Promise<void> {
    this.#running = false
    await Promise.all(this.#workers)
  }

  /** Answers how many lines were said. */
  async #session(): Promise<number> {
    const socket = connect(this.#port, '127.0.0.1')
    let lines = 0
    socket.on('data', (data) => {
      for (const octet of data) if (octet === 10) lines += 1
    })
    await once(socket, 'connect')
    const commands = ['EHLO bench.office.test', ...Array.from({ length: 12 }, () => 'NOOP'), 'QUIT']
    for (const command of commands) {
      const heard = once(socket, 'data')
      socket.write(`${command}\r\n`)
      lines += 1
      await heard
    }
    socket.destroy()
    this.#lines += lines
    return lines
  }
}
