// Starts a program in the foreground and waits for it.

import { type SpawnOptions, spawn } from 'node:child_process'

export interface CommandOptions extends Pick<SpawnOptions, 'env' | 'stdio' | 'cwd'> {
  /** Milliseconds after which the program is ended. */
  readonly timeout?: number
}

/** The exit code: 128 and the signal's number, as a shell has it, when a signal ended the program. */
export function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit', ...options })
  const stopForwarding = forwardSignals((signal) => child.kill(signal))
  return new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? exitCodeOf(signal)))
  }).finally(stopForwarding)
}

/**
 * A terminal sends Ctrl-C to the child too, so it is passed on only where there is none; either way this process
 * stays until the child has stopped in order.
 */
function forwardSignals(kill: (signal: NodeJS.Signals) => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const forward = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) kill(signal)
  }
  for (const signal of signals) process.on(signal, forward)
  return () => {
    for (const signal of signals) process.off(signal, forward)
  }
}

function exitCodeOf(signal: NodeJS.Signals | null): number {
  const numbers: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }
  return 128 + ((signal && numbers[signal]) ?? 0)
}
