import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { Logger, Ports } from '../engine/ports.ts'
import { createNodePorts } from '../engine-host/create-node-ports.ts'
import { type EngineHost, startEngineHost } from '../engine-host/start-engine-host.ts'
import { createStreamLogger } from '../engine-host/stream-logger.ts'
import { systemClock } from '../engine-host/system-clock.ts'
import { addDataOption, type DataOptions, folderOf } from './data-option.ts'
import { CommandFailure, EXIT, type ExitCode } from './exit-codes.ts'
import { printJson, printLine } from './output.ts'
import { reportFailures } from './run-command.ts'

interface ServeOptions extends DataOptions {
  readonly config?: string
  readonly json?: boolean
}

const EXAMPLES = `
With --json every line on standard output is one JSON object. The first with "event":"ready" carries
"listeners": [{"name", "host", "port"}], "console" (its address) and "token" (for /api/v1 and the console).

SIGTERM and SIGINT stop it in order within ten seconds: exit code 0. A second one ends it at once.
Exit codes: 1 configuration not accepted, 69 the data folder cannot be opened (another engine owns it).

Examples:
  mailroom serve
  mailroom serve --data /var/lib/mailroom --config /etc/mailroom.json --json`

export function serveCommand(): Command {
  const command = new Command('serve')
    .description('run the engine without a window')
    .addHelpText('after', EXAMPLES)
  addDataOption(command)
    .option('--config <file>', 'replace the stored configuration by this file')
    .option('--json', 'one JSON object a line')
  return command.action((options: ServeOptions) => reportFailures(() => serve(options)))
}

async function serve(options: ServeOptions): Promise<ExitCode> {
  const signal = nextStopSignal()
  const folder = folderOf(options)
  const logger = createStreamLogger(process.stdout, options.json ? 'json' : 'text', systemClock)
  const config = options.config === undefined ? undefined : await readConfigFile(options.config)
  const ports = await createNodePorts({ folder, logger })
  const host = await startHost(folder, ports, config)
  try {
    await announce(host, options.json === true)
    await signal
    logger.info('Stopping: nothing new is accepted, deliveries finish or go back into the queue.')
  } finally {
    await host.stop()
  }
  logger.info('Stopped.')
  return EXIT.ok
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

async function startHost(folder: string, ports: Ports, config: unknown): Promise<EngineHost> {
  try {
    return await startEngineHost({ folder, ports, ...(config === undefined ? {} : { config }) })
  } catch (error) {
    if (error instanceof Error && 'issues' in error) throw error
    logCause(ports.logger, error)
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
  for (const { text } of status.attention) printLine(`! ${text}`)
  printLine(`Mailroom is running. Open its window once with this link (a new one: mailroom console):`)
  printLine(`  ${console.createLink()}`)
}

/** The content of a configuration file; whether it is one is checked by who takes it. */
export async function readConfigFile(file: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandFailure(EXIT.failed, `${file} cannot be read: ${(error as Error).message}`)
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new CommandFailure(EXIT.failed, `${file} is not JSON: ${(error as Error).message}`)
  }
}
