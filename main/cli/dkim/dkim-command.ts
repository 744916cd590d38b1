import { Argument, Command } from 'commander'
import type { Client } from '../../../shared/contract/contract.ts'
import { type DkimKeyView, dkimCheckSchema } from '../../../shared/contract/dkim.ts'
import type { DkimAlgorithm } from '../../../shared/domain/dkim.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { CommandFailure, EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTable, plainText, printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'

interface Options extends DataOptions {
  readonly json?: boolean
}

interface KeyName {
  readonly domain: string
  readonly selector: string
}

const EXAMPLES = `
Examples:
  mailroom dkim generate office.example mail2026
  mailroom dkim record office.example mail2026      the TXT record to publish
  mailroom dkim check office.example mail2026       does DNS show it?
  mailroom dkim activate office.example mail2026    relay rules with the change "dkim" sign with it

Rotation: generate and publish a second selector, activate it, deactivate the first, remove it some days later.

Exit codes: 0 done, 1 not done, or DNS does not show the key, 2 wrong usage, 69 the data folder cannot be opened.`

export function dkimCommand(): Command {
  const command = new Command('dkim').description('keys that sign mail').addHelpText('after', EXAMPLES)
  command.addCommand(listCommand())
  command.addCommand(generateCommand())
  command.addCommand(
    keyCommand('record', 'print the DNS record of a key', async (client, name, { json }) => {
      const { record } = await findKey(client, name)
      if (json) printJson(record)
      else printRecord(record)
      return EXIT.ok
    }),
  )
  command.addCommand(keyCommand('check', 'does DNS show the key?', check))
  command.addCommand(activityCommand('activate', true, 'sign with a key'))
  command.addCommand(activityCommand('deactivate', false, 'sign with a key no longer, but keep it'))
  command.addCommand(
    keyCommand('remove', 'remove a key that is not active', async (client, name, { json }) => {
      await client.dkim.remove(name)
      report(json, name, 'is removed; take its record out of DNS some days later.')
      return EXIT.ok
    }),
  )
  return command
}

function listCommand(): Command {
  const command = new Command('list').description('all keys')
  addDataOption(command).option('--json', 'one JSON array')
  return command.action((options: Options) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const keys = await client.dkim.list()
      if (options.json) printJson(keys)
      else if (keys.length === 0) printLine('There is no DKIM key. Make one: mailroom dkim generate --help')
      else
        for (const line of formatTable([['DOMAIN', 'SELECTOR', 'ALGORITHM', 'STATE'], ...keys.map(rowOf)]))
          printLine(line)
      return undefined
    }),
  )
}

function generateCommand(): Command {
  const command = new Command('generate')
    .description('make a key; it signs once it is activated')
    .argument('<domain>')
    .argument('<selector>')
    .addArgument(new Argument('[algorithm]').choices(['rsa-2048', 'ed25519']).default('rsa-2048'))
  addDataOption(command).option('--json', 'the key as JSON')
  return command.action((domain: string, selector: string, algorithm: DkimAlgorithm, options: Options) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const key = await client.dkim.generate({ domain, selector, algorithm })
      if (options.json) printJson(key)
      else {
        printLine('The key is there. Publish this TXT record, then check and activate it:')
        printRecord(key.record)
      }
      return undefined
    }),
  )
}

function activityCommand(verb: string, active: boolean, description: string): Command {
  return keyCommand(verb, description, async (client, name, { json }) => {
    await client.dkim.setActive({ ...name, active })
    report(json, name, active ? 'signs now.' : 'signs no longer.')
    return EXIT.ok
  })
}

function keyCommand(
  verb: string,
  description: string,
  run: (client: Client, name: KeyName, options: Options) => Promise<ExitCode>,
): Command {
  const command = new Command(verb).description(description).argument('<domain>').argument('<selector>')
  addDataOption(command).option('--json', 'the result as JSON')
  return command.action((domain: string, selector: string, options: Options) =>
    withClient({ folder: folderOf(options) }, ({ client }) => run(client, { domain, selector }, options)),
  )
}

async function check(client: Client, name: KeyName, { json }: Options): Promise<ExitCode> {
  const result = dkimCheckSchema.parse(await client.dkim.check(name))
  if (json) printJson(result)
  else {
    printLine(result.text)
    for (const found of result.found) printLine(`  found: ${plainText(found)}`)
  }
  return result.state === 'published' ? EXIT.ok : EXIT.failed
}

async function findKey(client: Client, { domain, selector }: KeyName): Promise<DkimKeyView> {
  const keys = await client.dkim.list()
  const key = keys.find((candidate) => candidate.domain === domain && candidate.selector === selector)
  if (!key) throw new CommandFailure(EXIT.failed, `There is no key "${selector}" for ${domain}.`)
  return key
}

function rowOf({ domain, selector, algorithm, active, usable }: DkimKeyView): string[] {
  return [domain, selector, algorithm, usable ? (active ? 'active' : 'not active') : 'private part missing']
}

function printRecord({ name, value }: DkimKeyView['record']): void {
  printLine(`  name   ${name}`)
  printLine(`  value  ${value}`)
}

function report(json: boolean | undefined, name: KeyName, text: string): void {
  if (json) printJson(name)
  else printLine(`The key "${name.selector}" for ${name.domain} ${text}`)
}
