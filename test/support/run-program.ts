import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface ProgramResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Folders where Debian puts servers, which are not on everybody's PATH. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/sbin']

/** Where a program is; null where it is not installed. */
export function findProgram(name: string): string | null {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS])
    try {
      accessSync(join(folder, name), constants.X_OK)
      return join(folder, name)
    } catch {}
  return null
}

/** Runs a program to its end, at most `timeout` milliseconds; its exit code is an answer and no error. */
export function runProgram(
  file: string,
  args: readonly string[],
  {
    input = '',
    timeout = 30_000,
    env = process.env,
  }: { input?: string; timeout?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const path = file.includes('/') ? file : (findProgram(file) ?? file)
    const child = execFile(
      path,
      args,
      { timeout, env, maxBuffer: 32 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : null) : 0
        if (code === null)
          reject(new Error(`${path} did not end by itself: ${error?.message}\n${stderr}`, { cause: error }))
        else resolve({ code, stdout, stderr })
      },
    )
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/** A server of ours that runs until it is stopped, by its pid. */
export class Server {
  readonly child: ChildProcess
  output = ''

  constructor(file: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(findProgram(file) ?? file, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#keep(text))
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#keep(text))
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null
  }

  /** Resolves after its end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.running) return
    const ended = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill(signal)
    await ended
  }

  #keep(text: string): void {
    this.output = (this.output + text).slice(-256 * 1024)
  }
}
