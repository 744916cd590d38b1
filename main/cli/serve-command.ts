import { Command } from 'commander'
import { addDataOption, type DataOptions } from './data-option.ts'
import { reportFailures } from './run-command.ts'

export interface ServeOptions extends DataOptions {
  readonly config?: string
  readonly json?: boolean
}

const EXAMPLES = `
With --json every line on standard output is one JSON object. The first with "event":"ready" carries
"listeners": [{"name", "host", "port"}], "console" (its address) and "token" (for /api/v1 and the console).

SIGTERM and SIGINT stop it in order within ten seconds: exit code 0. A second one ends it at once.
Exit codes: 1 configuration not accepted, or the store broke down, 69 the data folder cannot be opened (another engine owns it).

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
  return command.action((options: ServeOptions) =>
    reportFailures(async () => {
      // The engine is loaded only where it runs: the other commands start quickly.
      const { serve } = await import('./serve.ts')
      return serve(options)
    }),
  )
}
