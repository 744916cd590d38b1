/** The desktop's engine process, killed again and again below its supervisor, in plain Node in place of Electron. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { type EngineChild, type EngineState, superviseEngine } from '../../main/electron/engine-supervisor.ts'
import { PROGRAM } from '../support/mailroom-process.ts'
import { waitFor } from '../support/wait-for.ts'
import { faultRounds } from './support/fault-rounds.ts'
import { tearUnderLoad } from './support/tear-under-load.ts'

/** Of the last two the pauses are 16 and 30 seconds. */
const ROUNDS = faultRounds({ short: 3, long: 8 })

test(`an engine process that is killed ${ROUNDS} times is started again, each time later, and told of: 0 lost`, async () => {
  const desktop = new Desktop()
  onTestFinished(() => desktop.stop())
  await tearUnderLoad({
    what: 'kills of the engine process',
    rounds: ROUNDS,
    async prepare(mailroom) {
      await mailroom.process.stop()
      await mailroom.kill()
      await desktop.start(mailroom.data)
    },
    end: () => desktop.kill(),
    live: () => desktop.runs(),
    async finish(mailroom) {
      await desktop.stop()
      await mailroom.live()
    },
  })
  expect(desktop.pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000].slice(0, ROUNDS))
  expect(desktop.crashLoops).toEqual([3])
})

/** What main/electron/desktop gives the supervisor, as far as it goes without a screen. */
class Desktop {
  /** Milliseconds before each start but the first. */
  readonly pauses: number[] = []
  readonly crashLoops: number[] = []
  #child: ChildProcess | null = null
  #state: EngineState = 'stopped'
  #supervisor: ReturnType<typeof superviseEngine> | null = null

  async start(folder: string): Promise<void> {
    this.#supervisor = superviseEngine({
      folder,
      fork: () => this.#fork(),
      secrets: () => 'key-file',
      answerSecret: () => expect.fail('the secrets are in the key file'),
      onState: (state) => {
        this.#state = state
      },
      onSummary: () => undefined,
      onProblem: () => undefined,
      onCrashLoop: (deaths) => this.crashLoops.push(deaths),
      onStartFailure: (message) => expect.fail(message),
      after: (milliseconds, callback) => {
        // The time that a stop may take is none between two starts.
        if (this.#child === null) this.pauses.push(milliseconds)
        const timer = setTimeout(callback, milliseconds)
        return () => clearTimeout(timer)
      },
      now: () => Date.now(),
    })
    this.#supervisor.start()
    await this.runs()
  }

  async runs(): Promise<void> {
    await waitFor('the engine process', () => this.#state === 'running', 60_000)
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (child === null) return
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }

  async stop(): Promise<void> {
    await this.#supervisor?.stop()
  }

  #fork(): EngineChild<unknown> {
    const program = PROGRAM.endsWith('.ts') ? '../../main/engine-process.ts' : null
    const file = program
      ? fileURLToPath(new URL(program, import.meta.url))
      : PROGRAM.replace(/mailroom\.js$/, 'engine-process.js')
    const shim = new URL('./support/parent-port.mjs', import.meta.url)
    const child = fork(file, [], { execArgv: ['--import', shim.href], stdio: 'inherit' })
    this.#child = child
    child.once('exit', () => {
      if (this.#child === child) this.#child = null
    })
    return {
      on: (event: string, listener: (value: number) => void) => child.on(event, listener),
      postMessage: (message) => void child.send(message),
      kill: () => child.kill(),
    }
  }
}
