/** The contract over each way that carries it, for one suite. */
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink as FetchLink } from '@orpc/client/fetch'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { Engine } from '../../main/engine/running-engine.ts'
import { systemClock } from '../../main/engine-host/system-clock.ts'
import { systemRandom } from '../../main/engine-host/system-random.ts'
import {
  type ConsoleServer,
  type ConsoleServerOptions,
  startConsoleServer,
} from '../../main/rpc/console/console-server.ts'
import { router } from '../../main/rpc/router.ts'
import { serveMessagePort } from '../../main/rpc/serve-message-port.ts'
import type { Client } from '../../shared/contract/contract.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

export interface Connected {
  readonly client: Client
  /** Ends the connection from the far side, where there is one. */
  readonly cut: (() => void) | null
}

export const transports: Record<string, (engine: Engine) => Promise<Connected>> = {
  'in memory': async (engine) => ({
    client: createRouterClient(router, { context: { engine, actor: 'test' } }),
    cut: null,
  }),

  MessagePort: async (engine) => {
    const { port1, port2 } = new MessageChannel()
    serveMessagePort(port1, { engine, actor: 'window' })
    port1.start()
    const link = new MessagePortLink({ port: port2 })
    port2.start()
    onTestFinished(() => port1.close())
    return { client: createORPCClient(link), cut: () => port1.close() }
  },

  WebSocket: async (engine) => {
    const console = await startConsole(engine)
    const socket = new WebSocket(`${console.url.replace('http', 'ws')}/rpc`, {
      headers: { authorization: `Bearer ${console.token}` },
    })
    const link = new WebSocketLink({ websocket: socket as never })
    return { client: createORPCClient(link), cut: () => void console.stop() }
  },

  'RPC over HTTP': async (engine) => {
    const { url, token } = await startConsole(engine)
    const link = new FetchLink({ url: `${url}/rpc`, headers: { authorization: `Bearer ${token}` } })
    return { client: createORPCClient(link), cut: null }
  },
}

/** Stops with the test. */
export async function startConsole(
  engine: Engine,
  windowFolder?: string,
  patience?: ConsoleServerOptions['patience'],
): Promise<ConsoleServer> {
  const console = await startConsoleServer({
    engine,
    clock: systemClock,
    random: systemRandom,
    version: '0.0.0-test',
    windowFolder: windowFolder ?? (await temporaryFolder()),
    ...(patience && { patience }),
  })
  onTestFinished(() => console.stop())
  return console
}
