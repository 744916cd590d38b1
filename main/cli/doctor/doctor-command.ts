import { Command } from 'commander'
import type { Finding } from '../../engine/storage/doctor/finding.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { plainText, printJson, printLine } from '../output.ts'
import { reportFailures } from '../run-command.ts'
import { examine } from './examine.ts'

interface Options extends DataOptions {
  readonly repair?: boolean
  readonly json?: boolean
}

const HELP = `
It looks while no engine runs on the folder: the files and who may read them, every page of the database, whether messages,
recipients, histories, counters and the search index agree, and whether every content is there and is what was accepted.
Without --repair nothing is changed.

--repair destroys no mail: what cannot be sent as it was accepted is held, contents and files that belong to nothing are
put into damaged/<time> of the data folder, and so is a database that has to be built anew.

Exit codes: 0 clean (or all repaired), 1 something was found, 2 it could not look: an engine runs, or there is no store.

Examples:
  mailroom doctor
  mailroom doctor --data /var/lib/mailroom --json
  mailroom doctor --repair`

export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('check the data folder while no engine runs, and repair it')
    .addHelpText('after', HELP)
  addDataOption(command)
    .option('--repair', 'mend what can be mended without destroying mail')
    .option('--json', 'as JSON')
  return command.action((options: Options) =>
    reportFailures(async () => {
      const folder = folderOf(options)
      const findings = await examine(folder, options.repair === true)
      const problems = findings.filter(({ state }) => state === 'problem').length
      if (options.json) printJson({ folder, clean: problems === 0, findings })
      else show(findings, problems)
      return exitCodeOf(problems)
    }),
  )
}

function exitCodeOf(problems: number): ExitCode {
  return problems === 0 ? EXIT.ok : EXIT.failed
}

const MARKS = { ok: 'ok', note: 'note', problem: 'PROBLEM', repaired: 'repaired' } as const

function show(findings: readonly Finding[], problems: number): void {
  for (const { state, text, advice } of findings) {
    printLine(`${MARKS[state].padEnd(9)} ${plainText(text)}`)
    if (advice !== null) printLine(`${' '.repeat(9)} ${plainText(advice)}`)
  }
  const repaired = findings.filter(({ state }) => state === 'repaired').length
  if (problems > 0) printLine(`${problems} of these need you.`)
  else printLine(repaired > 0 ? 'Everything that was found is repaired.' : 'The store is sound.')
}
