import { Command } from 'commander'
import { explainText } from '../../../shared/explain/explain-reply.ts'
import type { Actor, Explanation } from '../../../shared/explain/explanation.ts'
import { EXIT } from '../exit-codes.ts'
import { plainText, printJson, printLine } from '../output.ts'
import { reportFailures } from '../run-command.ts'

const HELP = `
Examples:
  mailroom explain "550 5.7.26 This mail has been blocked because the sender is unauthenticated"
  mailroom explain AADSTS7000215
  mailroom explain connect ECONNREFUSED 192.0.2.7:587`

/** Needs no engine and no network: the catalogue comes with the program. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('say what a reply of a mail server, or an error on the way to it, means')
    .argument('<reply...>', 'as it stands in a log, a report or on a display')
    .option('--host <name>', 'who gave it, where you know')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP)
    .action((reply: string[], options: { host?: string; json?: boolean }) =>
      reportFailures(async () => {
        const explanation = explainText(reply.join(' '), { host: options.host ?? null })
        if (options.json) printJson(explanation)
        else for (const line of explanationLines(explanation)) printLine(plainText(line))
        return EXIT.ok
      }),
    )
}

const WHO: Record<Actor, string> = {
  sender: 'the sender of the message',
  device: 'whoever looks after the device or program that sends',
  relay: 'you, who look after this Mailroom',
  provider: 'whoever runs the other server',
  recipient: 'the recipient, or the administrator there',
  nobody: 'nobody',
}

function explanationLines({ meaning, actor, steps, link, provider }: Explanation): string[] {
  return [
    meaning,
    ...(provider === null ? [] : [`Provider:     ${provider}`]),
    `Who must act: ${WHO[actor]}`,
    ...steps.map((step, index) => `${index === 0 ? 'What to do:  ' : '             '} ${step}`),
    ...(link === null ? [] : [`More:         ${link}`]),
  ]
}
