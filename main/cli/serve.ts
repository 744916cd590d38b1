import { EngineError } from '../engine/engine-error.ts'
import type { Logger } from '../engine/ports.ts'
import { createNodePorts } from '../engine-host/create-node-ports.ts'
import { type EngineHost, type EngineHostOptions, startEngineHost } from '../engine-host/start-engine-host.ts'
import { createStreamLogger } from '../engine-host/stream-logger.ts'
import { systemClock } from '../engine-host/system-clock.ts'
import { createAccess } from '../rpc/console/access.ts'
import { folderOf } from './data-option.ts'
import { CommandFailure, EXIT, type ExitCode } from './exit-codes.ts'
import { plainText, printJson, printLine, treatOutputAsLog } from './output.ts'
import { readConfigFile } from './read-config-file.ts'
import type { ServeOptions } from './serve-command.ts'

/** Runs the engine until a signal to stop, or until its store breaks down. After a restore it starts anew, in place. */
export async function serve(options: ServeOptions): Promise<ExitCode> {
  treatOutputAsLog()
  const signal = nextStopSignal()
  const folder = folderOf(options)
  const logger = createStreamLogger(process.stdout, options.json ? 'json' : 'text', systemClock)
  const config = options.config === undefined ? undefined : await readConfigFile(options.config)
  const ports = await orUnavailable(logger, () => createNodePorts({ folder, logger }))
  const json = options.json === true
  const access = createAccess(ports.clock, ports.random)
  let end = await runOnce({ folder, ports, access, config }, json, signal)
  // A configuration file counts at the first start only: what was restored has its own.
  while (end === 'restart') end = await runOnce({ folder, ports, access }, json, signal)
  logger.info('Stopped.')
  endSoon()
  return end === 'breakdown' ? EXIT.failed : EXIT.ok
}

type End = 'signal' | 'breakdown' | 'restart'

async function runOnce(
  options: Pick<EngineHostOptions, 'folder' | 'ports' | 'access' | 'config'>,
  json: boolean,
  signal: Promise<void>,
): Promise<End> {
  const { logger } = options.ports
  let finish: (end: End) => void = () => undefined
  // Made before the start: the store may break down before anybody waits.
  const ended = new Promise<End>((resolve) => {
    finish = resolve
  })
  const host = await orUnavailable(logger, () =>
    startEngineHost({
      ...options,
      onFailure: () => finish('breakdown'),
      onRestart: () => finish('restart'),
    }),
  )
  try {
    await announce(host, json)
    const end = await Promise.race([signal.then((): End => 'signal'), ended])
    logger.info('Stopping: nothing new is accepted, deliveries finish or go back into the queue.')
    return end
  } finally {
    await host.stop()
  }
}

/** What did not stop in time must not keep the process; a healthy one has ended before. */
function endSoon(): void {
  setTimeout(() => process.exit(), 500).unref()
}

/** Resolves at the first signal to stop. A second one does what it does by default: the process ends. */
function nextStopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGTERM', stop)
      process.off('SIGINT', stop)
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}

async function orUnavailable<T>(logger: Logger, start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (error) {
    if (error instanceof EngineError) throw error
    logCause(logger, error)
    throw new CommandFailure(EXIT.unavailable, error instanceof Error ? error.message : String(error))
  }
}

function logCause(logger: Logger, error: unknown): void {
  if (error instanceof Error && error.cause !== undefined)
    logger.error('The engine did not start.', { error })
}

async function announce({ engine, console }: EngineHost, json: boolean): Promise<void> {
  const status = await engine.status()
  const listeners = status.listeners.filter((listener) => listener.state === 'listening')
  if (json) {
    const bound = listeners.map(({ name, host, port }) => ({ name, host, port }))
    printJson({ event: 'ready', listeners: bound, console: console.url, token: console.token })
    return
  }
  for (const { name, host, port } of listeners) printLine(`Listener "${name}" takes mail at ${host}:${port}.`)
  for (const { text } of status.attention) printLine(plainText(`! ${text}`))
  printLine(`Mailroom is running. Open its window once with this link (a new one: mailroom console):`)
  printLine(`  ${console.createLink()}`)
}
