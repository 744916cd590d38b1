import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import { startEngine } from '../../main/engine/engine.ts'
import type { Clock, DnsResolver, Ports } from '../../main/engine/ports.ts'
import type { Engine, EngineMode } from '../../main/engine/running-engine.ts'
import { createNodePorts } from '../../main/engine-host/create-node-ports.ts'
import { systemClock } from '../../main/engine-host/system-clock.ts'
import { router } from '../../main/rpc/router.ts'
import type { Client } from '../../shared/contract/contract.ts'
import type { ConfigInput } from '../../shared/domain/config.ts'
import type { MessageState } from '../../shared/domain/message.ts'
import { FakeClock } from './fake-clock.ts'
import { SilentLogger } from './silent-logger.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { waitFor } from './wait-for.ts'

export interface TemporaryEngineOptions {
  /** Over a listener "test" and a console, both on free ports of 127.0.0.1, which is trusted. */
  readonly config?: ConfigInput
  /** Default: the computer's. */
  readonly clock?: Clock
  readonly dns?: DnsResolver
  readonly folder?: string
  readonly mode?: EngineMode
  /** PEM certificates of authorities that are trusted. */
  readonly furtherRoots?: readonly string[]
  readonly freeDiskBytes?: Ports['freeDiskBytes']
}

export const TEST_LISTENER = {
  name: 'test',
  host: '127.0.0.1',
  port: 0,
  trustedNetworks: ['127.0.0.0/8'],
}

/** A whole engine: real sockets, real SQLite in a folder that goes with the test. It stops with the test. */
export class TemporaryEngine {
  readonly engine: Engine
  readonly client: Client
  readonly folder: string
  readonly logger: SilentLogger
  readonly #options: TemporaryEngineOptions

  private constructor(engine: Engine, logger: SilentLogger, options: TemporaryEngineOptions) {
    this.engine = engine
    this.folder = engine.folder
    this.logger = logger
    this.#options = options
    this.client = createRouterClient(router, { context: { engine, actor: 'test' } })
  }

  static async start(options: TemporaryEngineOptions = {}): Promise<TemporaryEngine> {
    const folder = options.folder ?? (await temporaryFolder())
    const config = {
      hostname: 'relay.office.test',
      console: { port: 0 },
      listeners: [TEST_LISTENER],
      ...options.config,
    }
    const temporary = await TemporaryEngine.#open({ ...options, folder }, config)
    onTestFinished(() => temporary.stop())
    return temporary
  }

  static async #open(
    options: TemporaryEngineOptions & { folder: string },
    config: unknown,
  ): Promise<TemporaryEngine> {
    const { folder, clock = systemClock, dns, mode = 'serve', furtherRoots = [], freeDiskBytes } = options
    const logger = new SilentLogger()
    const ports = await createNodePorts({ folder, logger })
    const engine = await startEngine({
      folder,
      mode,
      furtherRoots,
      version: '0.0.0-test',
      ports: {
        ...ports,
        clock,
        ...(dns ? { createDnsResolver: () => dns } : {}),
        ...(freeDiskBytes ? { freeDiskBytes } : {}),
      },
      ...(config === undefined ? {} : { config }),
    })
    return new TemporaryEngine(engine, logger, options)
  }

  /** The port that a listener got. */
  async port(listener = 'test'): Promise<number> {
    const { listeners } = await this.engine.status()
    const found = listeners.find(({ name, state }) => name === listener && state === 'listening')
    if (!found) throw new Error(`listener ${listener} does not listen: ${JSON.stringify(listeners)}`)
    return found.port
  }

  /** A second life on the same folder, with the configuration that is stored there. */
  async restart(options: Pick<TemporaryEngineOptions, 'mode' | 'clock'> = {}): Promise<TemporaryEngine> {
    await this.stop()
    const next = await TemporaryEngine.#open({ ...this.#options, folder: this.folder, ...options }, undefined)
    onTestFinished(() => next.stop())
    return next
  }

  /** Waits until the only message is in this state. */
  async waitForState(state: MessageState): Promise<string> {
    return waitFor(`a message that is ${state}`, async () => {
      const { rows } = await this.client.queue.list({})
      return rows.find((row) => row.state === state)?.id
    })
  }

  /** A clock that stands still would keep the bounds of stop from passing. */
  async stop(): Promise<void> {
    const { clock } = this.#options
    const pump = clock instanceof FakeClock ? setInterval(() => clock.advance(50), 5) : undefined
    await this.engine.stop()
    clearInterval(pump)
  }
}
