// What "which Electron runs here" answers (find-runtime.ts).

/** An Electron that starts on this machine, or the reason why there is none. */
export type Runtime = ElectronRuntime | HeadlessRuntime

export interface ElectronRuntime {
  readonly kind: 'electron'
  readonly origin: 'override' | 'official' | 'registry'
  /** The executable. */
  readonly path: string
  /** Switches it needs on this machine, before the application's folder. */
  readonly args: readonly string[]
  /** Environment it needs on this machine, to be added to the inherited one. */
  readonly env: Readonly<Record<string, string>>
}

export interface HeadlessRuntime {
  readonly kind: 'headless'
  /** One sentence for the user. */
  readonly reason: string
}

/** One line that tells what is happening. */
export type Progress = (line: string) => void
