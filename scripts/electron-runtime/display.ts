// Is there a screen to open a window on? And a virtual one for tests.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

/** Why no window can be opened here, or undefined when one can. Only Linux has machines without a display server. */
export function displayProblem(
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string | undefined {
  if (platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) return undefined
  return 'No display was found (neither DISPLAY nor WAYLAND_DISPLAY is set).'
}

export interface VirtualDisplay {
  /** Value for DISPLAY. */
  readonly name: string
  /** Ends the display server that was started here, and no other. */
  close(): Promise<void>
}

/** Starts Xvfb on a display number that is free: the server itself picks it (-displayfd). */
export async function startVirtualDisplay(): Promise<VirtualDisplay> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x960x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const exited = new Promise<void>((resolve) => server.once('close', () => resolve()))
  const number = await Promise.race([
    firstLine(server.stdio[3] as Readable),
    once(server, 'error').then(fail),
    exited,
  ])
  if (number === undefined) throw new Error('Xvfb ended before it was ready.')
  return {
    name: `:${number}`,
    close: async () => {
      server.kill()
      await exited
    },
  }
}

async function firstLine(stream: Readable): Promise<string | undefined> {
  let text = ''
  for await (const chunk of stream) {
    text += String(chunk)
    if (text.includes('\n')) return text.trim()
  }
  return undefined
}

function fail(error: unknown[]): never {
  throw new Error('Xvfb could not be started.', { cause: error[0] })
}
