import { Command } from 'commander'
import { PRESETS } from '../../../shared/presets/presets.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { formatTable, printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'
import { type AddOptions, addRoute } from './add-route.ts'
import { describeRoute, routeCells } from './describe-route.ts'
import { findRoute, readRoutes } from './find-route.ts'
import { signInCommand, signOutCommand } from './sign-in.ts'
import { testRoute } from './test-route.ts'

interface Json {
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  mailroom route list
  mailroom route test provider
  mailroom route add office --preset microsoft365-high-volume --username hve@office.test --password-stdin < secret
  mailroom route add ses --preset amazon-ses --set region=eu-central-1
  mailroom route close-circuit provider          try its hosts again now
  mailroom route sign-in office                  with OAuth2, by browser or code
  mailroom route start branch branch.test        what ETRN does`

export function routeCommand(): Command {
  return new Command('route')
    .description('where mail goes: state, tests, presets of providers')
    .addHelpText('after', EXAMPLES)
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(testCommand())
    .addCommand(addCommand())
    .addCommand(presetsCommand())
    .addCommand(closeCircuitCommand())
    .addCommand(pauseCommand('pause', true, 'keep its mail until resumed'))
    .addCommand(pauseCommand('resume', false, 'let its mail go on'))
    .addCommand(startCommand())
    .addCommand(signInCommand())
    .addCommand(signOutCommand())
}

function listCommand(): Command {
  const command = new Command('list').description('all routes, and how each is')
  addDataOption(command).option('--json', 'one JSON array')
  return command.action((options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const routes = await readRoutes(client)
      if (options.json) printJson(routes.map(({ route, status }) => ({ ...route, status })))
      else if (routes.length === 0) printLine('There are no routes yet.')
      else for (const line of formatTable(routes.map(routeCells))) printLine(line)
      return undefined
    }),
  )
}

function showCommand(): Command {
  const command = new Command('show').description('one route: limits, circuits, sign-in, last failure')
  addDataOption(command.argument('<name>')).option('--json', 'as JSON')
  return command.action((name: string, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const found = await findRoute(client, name)
      if (options.json) printJson({ ...found.route, status: found.status })
      else for (const line of describeRoute(found, Date.now())) printLine(line)
      return undefined
    }),
  )
}

function testCommand(): Command {
  const command = new Command('test').description('go as far as delivery would, without sending')
  addDataOption(command.argument('<name>'))
    .option('--domain <name>', 'a domain to try an MX route with')
    .option('--json', 'one JSON object a line')
  return command.action((name: string, options: DataOptions & Json & { domain?: string }) =>
    withClient({ folder: folderOf(options) }, ({ client }) => testRoute(client, name, options)),
  )
}

function addCommand(): Command {
  const command = new Command('add').description('a smart host route to a provider that is known')
  addDataOption(command.argument('<name>'))
    .requiredOption('--preset <id>', 'see "mailroom route presets"')
    .option('--username <name>', 'sign in as this user')
    .option('--password-stdin', 'read the password from standard input')
    .option('--set <key=value...>', 'parts of the host name, such as region=eu-west-1', [])
  return command.action((name: string, options: DataOptions & AddOptions) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      await addRoute(client, name, options)
      return undefined
    }),
  )
}

function presetsCommand(): Command {
  return new Command('presets')
    .description('providers that are known')
    .option('--json', 'one JSON array, with limits, hints and where they come from')
    .action((options: Json) => {
      if (options.json) return printJson(PRESETS)
      const rows = PRESETS.map(({ id, name, host, port }) => [id, name, `${host}:${port}`])
      for (const line of formatTable(rows)) printLine(line)
    })
}

function closeCircuitCommand(): Command {
  const command = new Command('close-circuit').description('try the hosts of a smart host again now')
  addDataOption(command.argument('<name>'))
  return command.action((name: string, options: DataOptions) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      await client.routes.closeCircuit({ name })
      printLine(`The hosts of "${name}" are tried again with the next message.`)
      return undefined
    }),
  )
}

function pauseCommand(verb: string, paused: boolean, description: string): Command {
  const command = new Command(verb).description(description)
  addDataOption(command.argument('<name>'))
  return command.action((name: string, options: DataOptions) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      await findRoute(client, name)
      await client.queue.pause({ route: name, paused })
      printLine(`Route "${name}" ${paused ? 'is paused' : 'goes on'}.`)
      return undefined
    }),
  )
}

function startCommand(): Command {
  const command = new Command('start').description('send what waits for ETRN, of one domain or of all')
  addDataOption(command.argument('<name>').argument('[domain]')).option('--json', 'the result as JSON')
  return command.action((name: string, domain: string | undefined, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const started = await client.routes.start({ name, domain: domain ?? null })
      if (options.json) printJson(started)
      else printLine(`${started.messages} ${started.messages === 1 ? 'message goes' : 'messages go'} now.`)
      return undefined
    }),
  )
}
