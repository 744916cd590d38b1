/** `mailroom config export --with-secrets` and the import of what it writes. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { CommandFailure, EXIT } from './exit-codes.ts'

/** Is this what an export with secrets writes? */
export function isSealed(document: unknown): boolean {
  return (
    typeof document === 'object' &&
    document !== null &&
    'format' in document &&
    String(document.format).startsWith('mailroom-sealed-configuration/')
  )
}

/** From MAILROOM_PASSPHRASE; else typed unseen, twice where it is a new one; else the first line of standard input. */
export async function askPassphrase(isNew: boolean): Promise<string> {
  const given = process.env.MAILROOM_PASSPHRASE
  if (given !== undefined && given !== '') return given
  if (!process.stdin.isTTY) return firstLine()
  const passphrase = await typed('Passphrase: ')
  if (isNew && (await typed('Once more: ')) !== passphrase)
    throw new CommandFailure(EXIT.failed, 'The two passphrases differ: nothing was written.')
  return passphrase
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  for await (const line of lines) return line
  throw new CommandFailure(
    EXIT.usage,
    'Give the passphrase in MAILROOM_PASSPHRASE, or as the first line of standard input.',
  )
}

/** Asked on standard error, so that standard output holds the document alone. */
function typed(question: string): Promise<string> {
  process.stderr.write(question)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true })
  return new Promise((resolve) => {
    lines.question('', (answer) => {
      lines.close()
      process.stderr.write('\n')
      resolve(answer)
    })
  })
}
