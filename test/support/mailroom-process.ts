import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ConfigInput } from '../../shared/domain/config.ts'
import { type ProgramResult, runProgram } from './run-program.ts'

/** What `mailroom serve --json` says first. */
export interface Ready {
  readonly event: 'ready'
  readonly listeners: readonly { readonly name: string; readonly host: string; readonly port: number }[]
  readonly console: string
  readonly token: string
}

/** From source, unless MAILROOM_PROGRAM names the built one, which starts sooner. */
export const PROGRAM =
  process.env.MAILROOM_PROGRAM ?? fileURLToPath(new URL('../../main/cli/mailroom.ts', import.meta.url))

export interface MailroomOptions {
  /** An existing data folder, for a second life; otherwise a new one that goes with stop(). */
  readonly data?: string
  readonly config?: ConfigInput
  /** Another program than PROGRAM. */
  readonly program?: string
  /** In place of this process's own. */
  readonly env?: NodeJS.ProcessEnv
}

/** A real `mailroom serve` in a process of its own. */
export class MailroomProcess {
  readonly data: string
  readonly ready: Ready
  readonly #child: ReturnType<typeof spawn>
  readonly #program: string
  readonly #temporary: boolean
  readonly #written: readonly string[]

  private constructor(fields: {
    data: string
    ready: Ready
    child: ReturnType<typeof spawn>
    program: string
    temporary: boolean
    written: readonly string[]
  }) {
    this.data = fields.data
    this.ready = fields.ready
    this.#child = fields.child
    this.#program = fields.program
    this.#temporary = fields.temporary
    this.#written = fields.written
  }

  /** What it has written so far to its standard output and error. */
  get output(): string {
    return this.#written.join('')
  }

  static async start({
    data,
    config,
    program = PROGRAM,
    env = process.env,
  }: MailroomOptions = {}): Promise<MailroomProcess> {
    const folder = data ?? (await mkdtemp(join(tmpdir(), 'mailroom-data-')))
    const args = [program, 'serve', '--data', folder, '--json']
    if (config) {
      const file = join(await mkdtemp(join(tmpdir(), 'mailroom-config-')), 'config.json')
      await writeFile(file, JSON.stringify(config))
      args.push('--config', file)
    }
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
    const written: string[] = []
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => written.push(text))
    const ready = await firstLine(child)
    const fields = { data: folder, ready, child, program, temporary: data === undefined, written }
    return new MailroomProcess(fields)
  }

  /** Its exit code, once it has ended; null where a signal ended it. */
  get ended(): Promise<number | null> {
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
    return once(child, 'exit').then(() => child.exitCode)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  port(listener?: string): number {
    const found = this.ready.listeners.find(({ name }) => listener === undefined || name === listener)
    if (!found) throw new Error(`no listener ${listener} in ${JSON.stringify(this.ready.listeners)}`)
    return found.port
  }

  /** A command line on the same data folder: cli('queue', 'list'). */
  cli(...args: string[]): Promise<ProgramResult> {
    return runProgram(process.execPath, [this.#program, ...args, '--data', this.data])
  }

  /** The rows of `mailroom queue list --json`. */
  async queue(...args: string[]): Promise<QueueRow[]> {
    const { stdout, stderr, code } = await this.cli('queue', 'list', '--json', ...args)
    if (code !== 0) throw new Error(`mailroom queue list ended with ${code}: ${stderr}`)
    return JSON.parse(stdout) as QueueRow[]
  }

  async call<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
    const response = await fetch(new URL(`/api/v1${path}`, this.ready.console), {
      method,
      headers: { authorization: `Bearer ${this.ready.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }

  /** As power loss would: no time for anything. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    if (this.#temporary) await rm(this.data, { recursive: true, force: true, maxRetries: 5 })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.kill(signal)
    await exit
  }
}

export interface QueueRow {
  readonly id: string
  readonly state: string
  readonly sender: string
  readonly recipients: readonly string[]
  readonly subject: string
}

async function firstLine(child: ReturnType<typeof spawn>): Promise<Ready> {
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  if (!child.stdout) throw new Error('mailroom has no standard output')
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) {
    const event = JSON.parse(line) as Ready
    if (event.event !== 'ready') continue
    child.stdout.resume()
    return event
  }
  throw new Error(`mailroom serve ended before it was ready: ${errors}`)
}
