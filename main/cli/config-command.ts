import { writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { FieldIssue } from '../../shared/contract/errors.ts'
import { checkCertificate } from '../engine/config/check-certificate.ts'
import { checkConfiguration } from '../engine/config/check-configuration.ts'
import { configJsonSchema } from '../engine/config/config-json-schema.ts'
import { parseConfiguration } from '../engine/config/parse-configuration.ts'
import { getCommand, setCommand, unsetCommand } from './config-edit.ts'
import { askPassphrase, isSealed } from './config-sealed.ts'
import { addDataOption, type DataOptions, folderOf } from './data-option.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { printJson, printLine } from './output.ts'
import { readConfigFile } from './read-config-file.ts'
import { formatIssue, reportFailures, withClient } from './run-command.ts'

const EXAMPLES = `
Examples:
  mailroom config export --output mailroom.json    no passwords: accounts carry their hash
  mailroom config export --with-secrets --output office.sealed.json
  mailroom config check mailroom.json
  mailroom config import mailroom.json             replaces the stored configuration
  mailroom config get routes[provider].pacing
  mailroom config set limits.perClient.messagesPerMinute 60
  mailroom config set networks[+] '{"name":"Copiers","addresses":["192.168.1.20"]}'
  mailroom config set listeners[lan].lineEnds refuse
  mailroom config unset localMail.quota`

export function configCommand(): Command {
  return new Command('config')
    .description('the configuration, as a file or part by part')
    .addHelpText('after', EXAMPLES)
    .addCommand(exportCommand())
    .addCommand(checkCommand())
    .addCommand(importCommand())
    .addCommand(getCommand())
    .addCommand(setCommand())
    .addCommand(unsetCommand())
    .addCommand(schemaCommand())
}

function exportCommand(): Command {
  const command = new Command('export').description(
    'write the stored configuration; without secrets unless --with-secrets',
  )
  addDataOption(command)
    .option('--output <file>', 'into this file instead of standard output')
    .option(
      '--with-secrets',
      'secrets too, all of it sealed with a passphrase: asked for, or MAILROOM_PASSPHRASE',
    )
  command.addHelpText(
    'after',
    `
The sealed file holds passwords of routes, private keys and accounts. Sign-ins with a browser (OAuth2) are not in it: sign in
anew on the other computer.`,
  )
  return command.action((options: DataOptions & { output?: string; withSecrets?: boolean }) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const document = options.withSecrets
        ? (await client.configuration.exportSealed({ passphrase: await askPassphrase(true) })).document
        : await client.configuration.export()
      const text = JSON.stringify(document, null, 2)
      if (options.output === undefined) printLine(text)
      else await writeFile(options.output, `${text}\n`, { mode: 0o600 })
      return undefined
    }),
  )
}

function checkCommand(): Command {
  return new Command('check')
    .description('would this file be accepted? Needs no engine and no data folder')
    .argument('<file>')
    .option('--json', 'the issues as JSON')
    .action((file: string, options: { json?: boolean }) =>
      reportFailures(async () => {
        const issues = await findIssues(await readConfigFile(file))
        if (options.json) printJson({ issues })
        else if (issues.length === 0) printLine(`${file} is a valid configuration.`)
        else for (const issue of issues) printLine(formatIssue(issue))
        return issues.length === 0 ? EXIT.ok : EXIT.failed
      }),
    )
}

async function findIssues(input: unknown): Promise<FieldIssue[]> {
  const parsed = parseConfiguration(input)
  if (parsed.kind === 'issues') return parsed.issues
  const { certificate } = parsed.config
  // A private key that an export left out is known only to the store that has it.
  const own = certificate.kind === 'pem' && certificate.key === undefined
  const usable = certificate.kind === 'pem' ? { ...certificate, key: certificate.key ?? '' } : certificate
  return [...checkConfiguration(parsed.config), ...(own ? [] : await checkCertificate(usable))]
}

function importCommand(): Command {
  const command = new Command('import')
    .description('replace the stored configuration by this file')
    .argument(
      '<file>',
      'as "config export" writes it; of a sealed one the passphrase is asked for, or MAILROOM_PASSPHRASE',
    )
  addDataOption(command)
  return command.action((file: string, options: DataOptions) =>
    withClient(
      { folder: folderOf(options), create: true },
      async ({ client }): Promise<ExitCode | undefined> => {
        const document = await readConfigFile(file)
        if (isSealed(document))
          await client.configuration.importSealed({ document, passphrase: await askPassphrase(false) })
        else await client.configuration.import(document)
        printLine(`${file} is the configuration now.`)
        return undefined
      },
    ),
  )
}

function schemaCommand(): Command {
  return new Command('schema')
    .description('write the JSON Schema of the configuration file')
    .action(() => printLine(JSON.stringify(configJsonSchema(), null, 2)))
}
