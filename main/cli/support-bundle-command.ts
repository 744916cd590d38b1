import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command } from 'commander'
// The Node entry brings a `require` of its own, which the bundle has already.
import { strToU8, zipSync } from 'fflate/browser'
import type { SupportBundle } from '../../shared/contract/support.ts'
import { addDataOption, type DataOptions, folderOf } from './data-option.ts'
import { EXIT } from './exit-codes.ts'
import { plainText, printJson, printLine } from './output.ts'
import { withClient } from './run-command.ts'

const NAME = 'mailroom-support.zip'

interface Options extends DataOptions {
  readonly output?: string
  readonly print?: boolean
  readonly json?: boolean
}

export function supportBundleCommand(): Command {
  const command = new Command('support-bundle').description(
    'write facts for whoever helps: versions, configuration, status and log, without names, addresses and secrets',
  )
  addDataOption(command)
    .option('--output <file>', `where to (default: ${NAME})`)
    .option('--print', 'show it instead of writing it')
    .option('--json', 'as JSON, to standard output')
  return command.action((options: Options) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const bundle = await client.support.bundle()
      if (options.json) printJson(bundle)
      else if (options.print) show(bundle)
      else await write(bundle, resolve(options.output ?? NAME))
      return EXIT.ok
    }),
  )
}

async function write(bundle: SupportBundle, path: string): Promise<void> {
  const files = bundle.files.map(({ name, text }) => [`mailroom-support/${name}`, strToU8(text)])
  await writeFile(path, zipSync(Object.fromEntries(files)), { mode: 0o600 })
  printLine(`${path} has ${bundle.files.length} files. Read them before you hand them on (--print).`)
  for (const text of bundle.redacted) printLine(`- ${text}`)
}

function show({ files }: SupportBundle): void {
  for (const { name, text } of files) {
    printLine(`--- ${name}`)
    for (const line of text.trimEnd().split('\n')) printLine(indentOf(line) + plainText(line.trimStart()))
  }
}

function indentOf(line: string): string {
  return line.slice(0, line.length - line.trimStart().length)
}
