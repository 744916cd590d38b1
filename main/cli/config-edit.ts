/** `mailroom config get|set|unset`: one part of the configuration, whatever it is. */
import { Command } from 'commander'
import { parseValue, valueAt, withoutValueAt, withValueAt } from './config-path.ts'
import { addDataOption, type DataOptions, folderOf } from './data-option.ts'
import { printLine } from './output.ts'
import { withClient } from './run-command.ts'

const PATH = 'for example limits.perClient.messagesPerMinute or routes[provider].pacing'

export function getCommand(): Command {
  const command = new Command('get')
    .description('show one part of the configuration')
    .argument('<path>', PATH)
  return addDataOption(command).action((path: string, options: DataOptions) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      printLine(JSON.stringify(valueAt(await client.configuration.export(), path), null, 2))
      return undefined
    }),
  )
}

export function setCommand(): Command {
  const command = new Command('set')
    .description('change one part of the configuration; [+] adds an entry to a list')
    .argument('<path>', PATH)
    .argument('<value>', 'JSON, or a text')
  return addDataOption(command).action((path: string, value: string, options: DataOptions) =>
    edit(options, `${path} is set.`, (config) => withValueAt(config, path, parseValue(value))),
  )
}

export function unsetCommand(): Command {
  const command = new Command('unset')
    .description('take one part out: its default counts again, or the entry is gone')
    .argument('<path>', PATH)
  return addDataOption(command).action((path: string, options: DataOptions) =>
    edit(options, `${path} is taken out.`, (config) => withoutValueAt(config, path)),
  )
}

/** Secrets are not in what is read, and what is left out in what is written stays as it is. */
function edit(options: DataOptions, done: string, change: (config: unknown) => unknown): Promise<void> {
  return withClient({ folder: folderOf(options), create: true }, async ({ client }) => {
    await client.configuration.import(change(await client.configuration.export()))
    printLine(done)
    return undefined
  })
}
