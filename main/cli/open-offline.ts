import { createRouterClient } from '@orpc/server'
import { startEngine } from '../engine/engine.ts'
import type { Logger } from '../engine/ports.ts'
import { createNodePorts } from '../engine-host/create-node-ports.ts'
import { createStreamLogger } from '../engine-host/stream-logger.ts'
import { systemClock } from '../engine-host/system-clock.ts'
import { version } from '../engine-host/version.ts'
import { router } from '../rpc/router.ts'
import { CommandFailure, EXIT } from './exit-codes.ts'
import type { OpenClient } from './open-client.ts'

/** Opens the data folder in this process: nothing listens, nothing is delivered. */
export async function openOffline(folder: string): Promise<OpenClient> {
  const logger = onlyProblems(createStreamLogger(process.stderr, 'text', systemClock))
  try {
    const ports = await createNodePorts({ folder, logger })
    const engine = await startEngine({ folder, ports, version, mode: 'offline' })
    const client = createRouterClient(router, { context: { engine, actor: 'cli' } })
    return { client, online: false, close: () => engine.stop() }
  } catch (error) {
    throw new CommandFailure(EXIT.unavailable, error instanceof Error ? error.message : String(error))
  }
}

function onlyProblems(logger: Logger): Logger {
  return { ...logger, info: () => {} }
}
