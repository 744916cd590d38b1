import { text } from 'node:stream/consumers'
import type { Client } from '../../../shared/contract/contract.ts'
import { routeSchema } from '../../../shared/domain/route.ts'
import { presetToRoute } from '../../../shared/presets/preset-to-route.ts'
import { findPreset } from '../../../shared/presets/presets.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'
import { printLine } from '../output.ts'

export interface AddOptions {
  readonly preset: string
  readonly username?: string
  readonly passwordStdin?: boolean
  /** "region=eu-west-1". */
  readonly set: readonly string[]
}

/** A password comes by standard input alone: arguments are seen by every user of the computer. */
export async function addRoute(client: Client, name: string, options: AddOptions): Promise<void> {
  const preset = findPreset(options.preset)
  if (!preset)
    throw new CommandFailure(
      EXIT.usage,
      `There is no preset "${options.preset}": "mailroom route presets" lists them.`,
    )
  const values = Object.fromEntries(options.set.map(parseSetting))
  const missing = preset.placeholders.find(({ key }) => values[key] === undefined)
  if (missing)
    throw new CommandFailure(
      EXIT.usage,
      `${preset.name} needs --set ${missing.key}=… (${missing.label}), such as ${missing.key}=${missing.example}.`,
    )
  const draft = presetToRoute(preset, name, {
    values,
    ...(options.username === undefined ? {} : { username: options.username }),
  })
  if (options.passwordStdin === true && draft.auth === undefined)
    throw new CommandFailure(EXIT.usage, 'A password needs a user name: --username <name>.')
  const password =
    options.passwordStdin === true ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined
  const auth = draft.auth && password !== undefined ? { auth: { ...draft.auth, password } } : {}
  const parsed = routeSchema.safeParse({ ...draft, ...auth })
  if (!parsed.success)
    throw new CommandFailure(EXIT.usage, parsed.error.issues.map(({ message }) => message).join(' '))
  await client.routes.create({ item: parsed.data })
  printLine(`Route "${name}" leads to ${draft.host}. Try it: mailroom route test ${JSON.stringify(name)}`)
  for (const note of preset.notes) printLine(`  ${note}`)
}

function parseSetting(setting: string): [string, string] {
  const at = setting.indexOf('=')
  if (at <= 0) throw new CommandFailure(EXIT.usage, `Write --set key=value, not "${setting}".`)
  return [setting.slice(0, at), setting.slice(at + 1)]
}
