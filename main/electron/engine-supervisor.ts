/**
 * Keeps an engine process running: forks it, forks it again with back-off when it dies, and stops it in order. Knows
 * Electron only by what it is given, so that it can be tried without.
 */
import type { Attention } from '../../shared/contract/system.ts'
import type { EngineSummary } from '../../shared/desktop/engine-summary.ts'
import { type FromEngine, fromEngineSchema, type ToEngine } from '../engine-host/engine-messages.ts'

export type EngineState = 'starting' | 'running' | 'stopped'

/** The part of Electron's UtilityProcess that is used. */
export interface EngineChild<Port> {
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  postMessage(message: ToEngine, transfer?: Port[]): void
  kill(): boolean
}

export interface SupervisorOptions<Port> {
  readonly fork: () => EngineChild<Port>
  readonly folder: string
  /** Asked at each start. */
  readonly secrets: () => 'host' | 'key-file'
  readonly answerSecret: (request: Extract<FromEngine, { kind: 'secret-request' }>) => ToEngine
  /** Ports of an engine that is gone do not notice: whoever holds one must hear of it here. */
  readonly onState: (state: EngineState) => void
  /** Something that a person should do; said once. */
  readonly onProblem: (problem: Attention) => void
  /** null while no engine runs. */
  readonly onSummary: (summary: EngineSummary | null) => void
  /** It dies again and again before it was sound, and no reason was given: said once, until it was sound again. */
  readonly onCrashLoop: (deaths: number) => void
  /** It could not start, with the reason in words; it is tried again. */
  readonly onStartFailure: (message: string) => void
  readonly after: (milliseconds: number, callback: () => void) => () => void
  readonly now: () => number
}

export interface Supervisor<Port> {
  start(): void
  state(): EngineState
  /** Address of the web console; null while no engine runs. */
  console(): string | null
  /** Hands a window's port over; false while no engine runs, and then the caller closes it. */
  connect(port: Port): boolean
  /** All delivery; nothing while no engine runs. */
  pause(paused: boolean): void
  /** In order, and at most ten seconds; then the process is ended. */
  stop(): Promise<void>
}

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 30_000
/** An engine that ran this long was sound: the next delay begins small again. */
const SOUND_MS = 60_000
const STOP_MS = 10_000
/** So many deaths in a row are no accident any more. */
const CRASH_LOOP = 3

export function superviseEngine<Port>(options: SupervisorOptions<Port>): Supervisor<Port> {
  let child: EngineChild<Port> | null = null
  let state: EngineState = 'stopped'
  let console: string | null = null
  let failures = 0
  let explained = false
  let stopping = false
  let onExit: (() => void) | null = null
  let cancelRestart = () => {}

  function enter(next: EngineState): void {
    if (state === next) return
    state = next
    options.onState(next)
  }

  function fork(): void {
    const startedAt = options.now()
    const forked = options.fork()
    child = forked
    console = null
    enter('starting')
    forked.on('message', (message) => {
      const parsed = fromEngineSchema.safeParse(message)
      if (parsed.success && child === forked) receive(forked, parsed.data)
    })
    forked.on('exit', () => {
      if (child !== forked) return
      child = null
      console = null
      options.onSummary(null)
      enter('stopped')
      onExit?.()
      if (!stopping) restartLater(options.now() - startedAt >= SOUND_MS)
    })
    forked.postMessage({ kind: 'start', folder: options.folder, secrets: options.secrets() })
  }

  function receive(from: EngineChild<Port>, message: FromEngine): void {
    switch (message.kind) {
      case 'running':
        console = message.console
        enter('running')
        return
      case 'failed':
        explained = true
        options.onStartFailure(message.message)
        from.kill()
        return
      case 'problem':
        options.onProblem(message.problem)
        return
      case 'status':
        options.onSummary(message.summary)
        return
      case 'secret-request':
        from.postMessage(options.answerSecret(message))
    }
  }

  function restartLater(wasSound: boolean): void {
    failures = wasSound ? 1 : failures + 1
    if (failures === CRASH_LOOP && !explained) options.onCrashLoop(failures)
    explained = false
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1))
    cancelRestart = options.after(delay, fork)
  }

  return {
    start() {
      stopping = false
      cancelRestart()
      if (!child) fork()
    },
    state: () => state,
    console: () => console,
    connect(port) {
      if (!child || state !== 'running') return false
      child.postMessage({ kind: 'connect' }, [port])
      return true
    },
    pause(paused) {
      if (state === 'running') child?.postMessage({ kind: 'pause', paused })
    },
    async stop() {
      stopping = true
      cancelRestart()
      const running = child
      if (!running) return
      await new Promise<void>((resolve) => {
        const cancel = options.after(STOP_MS, () => running.kill())
        onExit = () => {
          cancel()
          resolve()
        }
        running.postMessage({ kind: 'stop' })
      })
    },
  }
}
