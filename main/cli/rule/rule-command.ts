import { Command } from 'commander'
import { idSchema } from '../../../shared/domain/id.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'
import { formatTable, plainText, printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'
import { describeAction, describeMatch } from './describe-rule.ts'
import { type MailOptions, toMail } from './mail-options.ts'
import { printSimulation } from './print-simulation.ts'

interface Json {
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  mailroom rule list
  mailroom rule simulate --from scanner@office.test --to anna@customer.example --client 192.168.1.20
  mailroom rule simulate --from a@office.test --to b@x.test --account scanner --subject 'Scan 7' --size 2MiB
  mailroom rule simulate 0H7K2M9QX4A             a message of the queue, as the rules stand now

What is not given is unknown, and rules that ask for it are named as undecided.`

export function ruleCommand(): Command {
  return new Command('rule')
    .description('relay rules, and what they would do')
    .addHelpText('after', EXAMPLES)
    .addCommand(listCommand())
    .addCommand(simulateCommand())
}

function listCommand(): Command {
  const command = new Command('list').description('all rules, in their order')
  addDataOption(command).option('--json', 'one JSON array')
  return command.action((options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const rules = await client.rules.list()
      if (options.json) printJson(rules)
      else if (rules.length === 0) printLine('There are no relay rules yet.')
      else {
        const rows = rules.map((rule, index) => [
          String(index + 1),
          rule.name,
          rule.enabled ? describeAction(rule) : 'off',
          describeMatch(rule),
        ])
        for (const line of formatTable([['', 'NAME', 'ACTION', 'MAIL'], ...rows])) printLine(plainText(line))
      }
      return undefined
    }),
  )
}

function simulateCommand(): Command {
  const command = new Command('simulate').description('what would happen to a mail?').argument('[id]')
  addDataOption(command)
    .option('--from <address>', 'envelope sender; "<>" for none')
    .option('--to <address...>', 'recipients')
    .option('--client <address>', 'address of the client (default: this computer)')
    .option('--account <name>', 'signed in as')
    .option('--listener <name>', 'default: the first that is enabled')
    .option('--no-tls', 'in the clear')
    .option('--size <size>', 'such as 2MiB')
    .option('--subject <text>', 'decoded')
    .option('--header-from <address>', 'address in the From field')
    .option('--header <field...>', 'such as "X-Device: Ricoh"')
    .option('--at <time>', 'when it comes in, such as 2026-01-05T22:30')
    .option('--json', 'as JSON')
  return command.action((id: string | undefined, options: DataOptions & Json & MailOptions) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const simulation = await client.rules.simulate(
        id === undefined ? { kind: 'mail', mail: toMail(options) } : { kind: 'message', id: toId(id) },
      )
      if (options.json) printJson(simulation)
      else printSimulation(simulation)
      return undefined
    }),
  )
}

function toId(text: string): string {
  const id = idSchema.safeParse(text.toUpperCase())
  if (id.success) return id.data
  throw new CommandFailure(EXIT.usage, `"${text}" is no message id: see "mailroom queue list".`)
}
