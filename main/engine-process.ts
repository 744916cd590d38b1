/**
 * The engine of the desktop, in a utilityProcess that main/electron forks: disk and network never freeze the window, and
 * mail keeps flowing when a window crashes. It imports nothing of Electron; the port to the main process is a global there.
 */
import { createNodePorts } from './engine-host/create-node-ports.ts'
import { type FromEngine, type ToEngine, toEngineSchema } from './engine-host/engine-messages.ts'
import { createHostSecretStore, type HostSecretStore } from './engine-host/host-secret-store.ts'
import { openKeyFileSecretStore } from './engine-host/key-file-secret-store.ts'
import { openLogFile } from './engine-host/log-file.ts'
import { requireDataFolder } from './engine-host/require-data-folder.ts'
import { type EngineHost, startEngineHost } from './engine-host/start-engine-host.ts'
import { createStreamLogger } from './engine-host/stream-logger.ts'
import { systemClock } from './engine-host/system-clock.ts'
import { watchStatus } from './engine-host/watch-status.ts'
import { serveMessagePort } from './rpc/serve-message-port.ts'

type WindowPort = Parameters<typeof serveMessagePort>[0] & { start(): void; close(): void }

interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown; ports: WindowPort[] }) => void): void
  postMessage(message: FromEngine): void
}

const { parentPort } = process as unknown as { parentPort: ParentPort }

let starting: Promise<EngineHost> | null = null
let hostSecrets: HostSecretStore | null = null

parentPort.on('message', ({ data, ports }) => {
  const message = toEngineSchema.safeParse(data)
  if (message.success) void receive(message.data, ports)
})

async function receive(message: ToEngine, ports: readonly WindowPort[]): Promise<void> {
  switch (message.kind) {
    case 'start':
      starting ??= start(message)
      return reportStart(starting)
    case 'connect':
      return connect(ports)
    case 'stop':
      return stop()
    case 'pause':
      return pause(message.paused)
    default:
      hostSecrets?.answer(message)
  }
}

async function start({ folder, secrets }: Extract<ToEngine, { kind: 'start' }>): Promise<EngineHost> {
  await requireDataFolder(folder)
  const logger = createStreamLogger(openLogFile(folder), 'text', systemClock)
  const keyFile = await openKeyFileSecretStore(folder, process.env.MAILROOM_SECRET_KEY)
  if (secrets === 'host')
    hostSecrets = createHostSecretStore((request) => parentPort.postMessage(request), keyFile)
  else logger.warn('This system has no keychain: secrets are sealed with the key file of the data folder.')
  const ports = await createNodePorts({ folder, logger, secrets: hostSecrets ?? keyFile })
  const onFailure = () => process.exit(1)
  // In order, and the supervisor forks it again.
  const onRestart = () => void stop()
  return startEngineHost({ folder, ports, onFailure, onRestart })
}

async function reportStart(started: Promise<EngineHost>): Promise<void> {
  try {
    const { console, engine } = await started
    parentPort.postMessage({ kind: 'running', console: console.url })
    void watchStatus(engine.watch(), systemClock, {
      onProblem: (problem) => parentPort.postMessage({ kind: 'problem', problem }),
      onSummary: (summary) => parentPort.postMessage({ kind: 'status', summary }),
    })
  } catch (error) {
    parentPort.postMessage({
      kind: 'failed',
      message: error instanceof Error ? error.message : String(error),
    })
  }
}

async function connect(ports: readonly WindowPort[]): Promise<void> {
  for (const port of ports) {
    try {
      const { engine } = (await starting) ?? {}
      if (!engine) throw new Error('not started')
      serveMessagePort(port, { engine, actor: 'window' })
      port.start()
    } catch {
      port.close()
    }
  }
}

async function pause(paused: boolean): Promise<void> {
  const host = await starting?.catch(() => null)
  if (!host) return
  try {
    await host.engine.queue.pause(null, paused, 'tray')
  } catch (error) {
    host.engine.logger.warn('Delivery could not be paused or resumed from the tray.', { error })
  }
}

async function stop(): Promise<void> {
  try {
    const host = await starting
    await host?.stop()
  } finally {
    process.exit(0)
  }
}
