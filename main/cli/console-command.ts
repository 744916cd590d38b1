import { Command } from 'commander'
import { z } from 'zod'
import { readEngineFile } from '../engine-host/engine-file.ts'
import { addDataOption, type DataOptions, folderOf } from './data-option.ts'
import { CommandFailure, EXIT } from './exit-codes.ts'
import { answers } from './open-client.ts'
import { printJson, printLine } from './output.ts'
import { reportFailures } from './run-command.ts'

export function consoleCommand(): Command {
  const command = new Command('console').description('print a link that opens the window in a browser, once')
  addDataOption(command).option('--json', '{"url": …}')
  return command.action((options: DataOptions & { json?: boolean }) =>
    reportFailures(async () => {
      const url = await createLink(folderOf(options))
      if (options.json) printJson({ url })
      else printLine(url)
      return EXIT.ok
    }),
  )
}

async function createLink(folder: string): Promise<string> {
  const file = await readEngineFile(folder)
  if (!file || !(await answers(file)))
    throw new CommandFailure(
      EXIT.unavailable,
      `No engine runs on ${folder}: start it with "mailroom serve", or open the application.`,
    )
  const response = await fetch(new URL('/session/link', file.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${file.token}` },
  })
  if (!response.ok) throw new CommandFailure(EXIT.failed, await response.text())
  return z.object({ url: z.string() }).parse(await response.json()).url
}
