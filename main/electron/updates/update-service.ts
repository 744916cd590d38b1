/**
 * Looking for a new version, fetching it, and starting it. Nothing is fetched or installed without being asked; only
 * looking goes by itself. A restart stops the engine in order first, so that no mail is on the wire meanwhile.
 *
 *   idle, failed, available --check--> checking --> idle | available | failed
 *   available --download--> downloading --> ready | failed
 *   ready --restart--> restarting (the program ends) | failed
 */
import type { UpdateState } from '../../../shared/desktop/update-state.ts'
import { createLatestValue } from '../desktop/latest-value.ts'
import { say } from '../say.ts'

/** What electron-updater does for us. */
export interface Updater {
  /** null where this is the newest. */
  check(): Promise<{ readonly version: string; readonly notes: string } | null>
  download(onPercent: (percent: number) => void): Promise<void>
  /** Ends this program and starts the new one. */
  install(): void
}

export interface UpdateServiceOptions {
  /** Or why this build looks for none. */
  readonly updater: Updater | { readonly off: string }
  /** Asked before each look that nobody asked for. */
  readonly automatic: () => boolean
  /** Brings mail to rest. */
  readonly drain: () => Promise<void>
  readonly now: () => number
  readonly after: (milliseconds: number, callback: () => void) => void
}

export interface UpdateService {
  state(): UpdateState
  watch(signal?: AbortSignal): AsyncGenerator<UpdateState, void>
  /** Looks now and then from here on. */
  start(): void
  check(): Promise<void>
  download(): Promise<void>
  restart(): Promise<void>
}

/** The start has better things to do. */
const FIRST_LOOK_MS = 30_000
const LOOK_EVERY_MS = 6 * 60 * 60_000

export function createUpdateService(options: UpdateServiceOptions): UpdateService {
  const { updater, drain, now, after } = options
  if ('off' in updater) return switchedOff(updater.off)
  const state = createLatestValue<UpdateState>({ kind: 'idle', checkedAt: null })

  async function check(): Promise<void> {
    if (!['idle', 'failed', 'available'].includes(state.get().kind)) return
    state.set({ kind: 'checking' })
    await orFail(say('The search for updates failed'), async () => {
      const found = await (updater as Updater).check()
      state.set(found === null ? { kind: 'idle', checkedAt: now() } : { kind: 'available', ...found })
    })
  }

  async function download(): Promise<void> {
    const found = state.get()
    if (found.kind !== 'available') return
    const { version, notes } = found
    state.set({ kind: 'downloading', version, notes, percent: 0 })
    await orFail(say('The update could not be downloaded'), async () => {
      await (updater as Updater).download((percent) => {
        if (state.get().kind === 'downloading')
          state.set({ kind: 'downloading', version, notes, percent: Math.min(100, Math.max(0, percent)) })
      })
      state.set({ kind: 'ready', version, notes })
    })
  }

  async function restart(): Promise<void> {
    const ready = state.get()
    if (ready.kind !== 'ready') return
    state.set({ kind: 'restarting', version: ready.version })
    await orFail(say('The update could not be started'), async () => {
      await drain()
      ;(updater as Updater).install()
    })
  }

  async function orFail(what: string, act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      console.error(`${what}.`, error)
      state.set({ kind: 'failed', message: `${what}: ${firstLine(error)}` })
    }
  }

  function look(delay: number): void {
    after(delay, () => {
      look(LOOK_EVERY_MS)
      // What was found already stays found.
      if (options.automatic() && ['idle', 'failed'].includes(state.get().kind)) void check()
    })
  }

  return {
    state: state.get,
    watch: state.watch,
    start: () => look(FIRST_LOOK_MS),
    check,
    download,
    restart,
  }
}

function switchedOff(reason: string): UpdateService {
  const state = createLatestValue<UpdateState>({ kind: 'off', reason })
  const nothing = async () => {}
  return {
    state: state.get,
    watch: state.watch,
    start: () => {},
    check: nothing,
    download: nothing,
    restart: nothing,
  }
}

/** electron-updater's messages go on with stacks and headers. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n', 1)[0]?.slice(0, 300) ?? ''
}
