import { createInterface } from 'node:readline'
import { Command } from 'commander'
import type { SignInEvent } from '../../../shared/contract/routes.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { plainText, printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'
import { passOn, redirectOf } from './pass-on-redirect.ts'

const HELP = `
The way to sign in is the grant of the route. "authorization-code" prints an address to open in a browser: of this
computer, or of any other; then paste the address that the browser ends at, which that browser cannot open. "device-code"
prints a short address and a code for any browser. The others need nobody and are tried at once.

Example:
  mailroom route sign-in office365`

interface SignInOptions extends DataOptions {
  readonly json?: boolean
}

export function signInCommand(): Command {
  const command = new Command('sign-in')
    .description('sign a route in with OAuth2, and wait until that is done')
    .argument('<name>')
    .addHelpText('after', HELP)
  addDataOption(command).option('--json', 'each step as one line of JSON')
  return command.action((name: string, options: SignInOptions) =>
    withClient({ folder: folderOf(options) }, async ({ client }): Promise<ExitCode> => {
      const pasted = new AbortController()
      try {
        for await (const event of await client.routes.signIn({ name })) {
          if (options.json) printJson(event)
          else show(event)
          if (event.kind === 'browser') takePastedAddress(event.url, pasted.signal)
          if (event.kind === 'signed-in') return EXIT.ok
        }
        return EXIT.failed
      } finally {
        pasted.abort()
      }
    }),
  )
}

export function signOutCommand(): Command {
  const command = new Command('sign-out')
    .description('forget the tokens of a route; its mail waits until somebody signs in again')
    .argument('<name>')
  addDataOption(command)
  return command.action((name: string, options: DataOptions) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      await client.routes.signOut({ name })
      printLine(plainText(`The route "${name}" is signed out.`))
      return undefined
    }),
  )
}

function show(event: SignInEvent): void {
  switch (event.kind) {
    case 'browser':
      printLine('Open this address in a browser and sign in:')
      printLine()
      printLine(event.url)
      printLine()
      printLine(
        'Is that browser on another computer? It ends at an address that it cannot open and that begins with',
      )
      printLine(`${redirectOf(event.url)?.origin ?? 'http://127.0.0.1'}: paste that whole address here.`)
      return
    case 'device':
      printLine(plainText(`Open ${event.url} in any browser and enter the code ${event.userCode}.`))
      printLine('Waiting…')
      return
    case 'signed-in':
      printLine(plainText(event.username === null ? 'Signed in.' : `Signed in as ${event.username}.`))
      return
    case 'failed':
      printLine(plainText(event.text))
      return
    default:
      event satisfies never
  }
}

/** Until the signal aborts; an address that is not the one that is waited for is asked for again. */
function takePastedAddress(url: string, signal: AbortSignal): void {
  const lines = createInterface({ input: process.stdin, terminal: false })
  signal.addEventListener('abort', () => {
    lines.close()
    // Standard input that is waited for would keep the command from ending.
    process.stdin.unref?.()
    process.stdin.destroy()
  })
  lines.on('line', (line) => {
    if (line.trim() === '') return
    passOn(line.trim(), url).then(
      (problem) => problem !== null && printLine(problem),
      () => printLine('The engine does not wait for this address any more. Begin the sign-in again.'),
    )
  })
}
