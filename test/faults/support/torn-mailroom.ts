import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { Status } from '../../../shared/contract/system.ts'
import type { ConfigInput } from '../../../shared/domain/config.ts'
import type { MessageDetail } from '../../../shared/domain/message.ts'
import { freePort } from '../../support/free-port.ts'
import { MailroomProcess, PROGRAM } from '../../support/mailroom-process.ts'
import { Server } from '../../support/run-program.ts'

type ListenerInput = NonNullable<ConfigInput['listeners']>[number]

export interface TornOptions {
  readonly config: ConfigInput
  /** Its listener is on a free port and trusts this computer, unless told otherwise. */
  readonly listener?: Partial<ListenerInput>
  readonly env?: NodeJS.ProcessEnv
}

/** A `mailroom serve` with many lives on one data folder and one port; it goes with the test. */
export class TornMailroom {
  readonly data: string
  readonly port: number
  readonly #config: ConfigInput
  readonly #env: NodeJS.ProcessEnv
  #process: MailroomProcess | null = null
  #lives = 0

  private constructor(data: string, port: number, { config, listener, env }: TornOptions) {
    this.data = data
    this.port = port
    const listeners: ConfigInput['listeners'] = [
      { name: 'in', port, tls: 'none', trustedNetworks: ['127.0.0.0/8'], ...listener },
    ]
    this.#config = { hostname: 'office.test', console: { port: 0 }, listeners, ...config }
    this.#env = { ...process.env, ...env }
  }

  static async start(options: TornOptions): Promise<TornMailroom> {
    const data = await mkdtemp(join(tmpdir(), 'mailroom-faults-'))
    const torn = new TornMailroom(data, await freePort(), options)
    onTestFinished(async () => {
      await torn.kill()
      await rm(data, { recursive: true, force: true, maxRetries: 5 })
    })
    await torn.live()
    return torn
  }

  get process(): MailroomProcess {
    if (this.#process === null) throw new Error('this Mailroom is dead')
    return this.#process
  }

  /** Starts it (again). The configuration is given once and then comes from the store. */
  async live(): Promise<MailroomProcess> {
    const config = this.#lives === 0 ? { config: this.#config } : {}
    this.#process = await MailroomProcess.start({ data: this.data, env: this.#env, ...config })
    this.#lives += 1
    return this.#process
  }

  async kill(): Promise<void> {
    await this.#process?.kill()
    this.#process = null
  }

  /** A life that ends before it was ready, or hardly is. */
  async killWhileStarting(milliseconds: number): Promise<void> {
    const server = new Server(process.execPath, [PROGRAM, 'serve', '--data', this.data, '--json'])
    await sleep(milliseconds)
    await server.stop('SIGKILL')
  }

  status(): Promise<Status> {
    return this.#ask('GET', '/status')
  }

  /** Messages whose recipient matches the pattern, with their recipients and history. */
  async messagesTo(recipient: string): Promise<MessageDetail[]> {
    const filter = { recipient }
    const { rows } = await this.#ask<{ rows: { id: string }[] }>('POST', '/queue/search', {
      filter,
      limit: 200,
    })
    return Promise.all(rows.map(({ id }) => this.#ask<MessageDetail>('GET', `/queue/${id}`)))
  }

  /** Everything that waits is due now. */
  async sendNow(): Promise<void> {
    const selection = { kind: 'filter', filter: { states: ['deferred'] } }
    await this.#ask('POST', '/queue/operations', { operation: 'send-now', selection })
  }

  /** Until nothing waits any more. */
  async settle(): Promise<void> {
    for (let tries = 0; !(await this.isEmpty()); tries++) {
      if (tries === 400) throw new Error('mail waits for ever')
      await this.sendNow()
      await sleep(300)
    }
  }

  /** Is every message at its end? */
  async isEmpty(): Promise<boolean> {
    const { counts } = await this.status()
    return counts.queued + counts.active + counts.deferred + counts.held === 0
  }

  /** All that is asked here may be asked twice: an idle connection may end in the moment in which it is used again. */
  async #ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    try {
      return await this.process.call<T>(method, path, body)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      return await this.process.call<T>(method, path, body)
    }
  }
}
