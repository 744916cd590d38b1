import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '../../../shared/contract/contract.ts'
import type { Selection } from '../../../shared/contract/queue.ts'
import { inertText } from '../../../shared/text/inert-text.ts'
import { CommandFailure, EXIT, type ExitCode } from '../exit-codes.ts'
import { printJson, printLine } from '../output.ts'
import { readMessages } from './list.ts'

const LARGEST = 64 * 1024 * 1024

/** The content of one message to standard output: as it is stored, but for a terminal, which it must not steer. */
export async function exportToOutput(client: Client, id: string): Promise<void> {
  const stored = await readContent(client, id)
  const content = process.stdout.isTTY ? inertText(stored.toString().replaceAll('\r\n', '\n')) : stored
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(content, (error) => (error ? reject(error) : resolve()))
  })
}

/** For each message <id>.eml and <id>.json (envelope, recipients, history); messages without content only the latter. */
export async function exportToFolder(
  client: Client,
  selection: Selection,
  folder: string,
  json: boolean,
): Promise<ExitCode | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let written = 0
  let without = 0
  for await (const id of idsOf(client, selection)) {
    const detail = await client.queue.get({ id })
    await writeFile(join(folder, `${id}.json`), `${JSON.stringify(detail, null, 2)}\n`, { mode: 0o600 })
    if (detail.hasBody)
      await writeFile(join(folder, `${id}.eml`), await readContent(client, id), { mode: 0o600 })
    else without += 1
    written += 1
  }
  if (json) printJson({ exported: written, withoutContent: without })
  else
    printLine(`${written} written to ${folder}${without > 0 ? `, ${without} of them without content` : ''}.`)
  return undefined
}

async function* idsOf(client: Client, selection: Selection): AsyncGenerator<string, void> {
  if (selection.kind === 'ids') yield* selection.ids
  else for await (const rows of readMessages(client, selection.filter)) yield* rows.map((row) => row.id)
}

async function readContent(client: Client, id: string): Promise<Buffer> {
  const { base64, truncated } = await client.queue.source({ id, limit: LARGEST })
  if (truncated)
    throw new CommandFailure(EXIT.failed, `Message ${id} is larger than 64 MiB: it cannot be exported whole.`)
  return Buffer.from(base64, 'base64')
}
