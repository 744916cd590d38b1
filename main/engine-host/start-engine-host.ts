/** An engine with its console: what both the headless host and the desktop's engine process run. */

import { startEngine } from '../engine/engine.ts'
import type { Ports } from '../engine/ports.ts'
import type { Engine } from '../engine/running-engine.ts'
import type { Access } from '../rpc/console/access.ts'
import { type ConsoleServer, startConsoleServer } from '../rpc/console/console-server.ts'
import { removeEngineFile, writeEngineFile } from './engine-file.ts'
import { spareCollections } from './spare-collections.ts'
import { version } from './version.ts'
import { windowFolder } from './window-folder.ts'

export interface EngineHostOptions {
  readonly folder: string
  readonly ports: Ports
  /** Replaces the stored configuration at start, in the format of the configuration file. */
  readonly config?: unknown
  /** The store broke down: the host ends, to be started again. */
  readonly onFailure?: (error: Error) => void
  /** The engine asks to be stopped in order and started anew. */
  readonly onRestart?: () => void
  /** Whom the console knows, kept from one start to the next in the same process: a restore signs nobody out. */
  readonly access?: Access
}

export interface EngineHost {
  readonly engine: Engine
  readonly console: ConsoleServer
  /** In order, and at most ten seconds; calling it again waits for the same end. */
  stop(): Promise<void>
}

/** Throws EngineError INVALID for a configuration that is not accepted, and what the store throws. */
export async function startEngineHost(options: EngineHostOptions): Promise<EngineHost> {
  const { folder, ports, access } = options
  spareCollections()
  const engine = await startEngine({ ...options, version })
  let console: ConsoleServer
  try {
    console = await startConsoleServer({ engine, version, windowFolder, ...ports, ...(access && { access }) })
    await writeEngineFile(folder, { pid: process.pid, url: console.url, token: console.token })
  } catch (error) {
    await engine.stop()
    throw error
  }
  let stopped: Promise<void> | null = null
  return {
    engine,
    console,
    stop() {
      stopped ??= stopInOrder(engine, console, folder)
      return stopped
    },
  }
}

/**
 * The console goes first: whoever looks must not see an engine that is half gone. An engine.json that cannot be removed,
 * because the disk takes no writes, is known by the next start as one of a crash.
 */
async function stopInOrder(engine: Engine, console: ConsoleServer, folder: string): Promise<void> {
  await removeEngineFile(folder, process.pid).catch(() => undefined)
  await console.stop()
  await engine.stop()
}
