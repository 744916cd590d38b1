/**
 * Ways into a configuration, as people type them: "limits.perClient.messagesPerMinute", "routes[provider].pacing",
 * "networks[+]". An entry of a list is named by its name, user name, address, selector or domain, or by its number from
 * 0; [+] is a new one at the end. Pure.
 */
import { CommandFailure, EXIT } from './exit-codes.ts'

type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'entry'; readonly name: string }
  | { readonly kind: 'new' }

type Json = unknown

/** Throws CommandFailure where the way leads nowhere. */
export function valueAt(root: Json, path: string): Json {
  return parsePath(path).reduce((value: Json, step) => {
    const found = child(value, step)
    if (found === undefined) throw nowhere(path)
    return found
  }, root)
}

/** A copy with the value there; missing objects on the way are made. */
export function withValueAt(root: Json, path: string, value: Json): Json {
  return change(root, parsePath(path), path, () => value)
}

/** A copy without what is there: its default counts again, or the entry is gone. */
export function withoutValueAt(root: Json, path: string): Json {
  valueAt(root, path)
  return change(root, parsePath(path), path, () => undefined)
}

/** JSON where it is JSON, else the text itself: 60, true, ["a"], 15m. */
export function parseValue(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function parsePath(path: string): readonly Step[] {
  const steps: Step[] = []
  let rest = path
  while (rest !== '') {
    const match = /^(?:\.?([A-Za-z][A-Za-z0-9]*)|\[([^\]]+)\])/.exec(rest)
    if (!match) throw usage(`"${path}" is not a way into the configuration, at "${rest}".`)
    const [whole, key, entry] = match
    if (key !== undefined) steps.push({ kind: 'key', key })
    else steps.push(entry === '+' ? { kind: 'new' } : { kind: 'entry', name: entry ?? '' })
    rest = rest.slice(whole.length)
  }
  if (steps.length === 0) throw usage('Name a part of the configuration, for example limits.perClient.')
  return steps
}

function child(value: Json, step: Step): Json | undefined {
  switch (step.kind) {
    case 'key':
      return isObject(value) ? value[step.key] : undefined
    case 'entry':
      return Array.isArray(value) ? value[indexOf(value, step.name)] : undefined
    case 'new':
      return undefined
  }
}

/** What `next` answers takes the place at the end of the way; undefined takes it away. */
function change(value: Json, steps: readonly Step[], path: string, next: (old: Json) => Json): Json {
  const [step, ...rest] = steps
  if (!step) return next(value)
  if (step.kind === 'key') {
    if (value !== undefined && !isObject(value)) throw nowhere(path)
    const { [step.key]: old, ...others } = value ?? {}
    const inner = change(old, rest, path, next)
    return inner === undefined ? others : { ...value, [step.key]: inner }
  }
  if (value !== undefined && !Array.isArray(value)) throw nowhere(path)
  const list = value ?? []
  const index = step.kind === 'new' ? list.length : indexOf(list, step.name)
  if (index < 0) throw nowhere(path)
  const inner = change(list[index], rest, path, next)
  return inner === undefined ? list.toSpliced(index, 1) : list.toSpliced(index, 1, inner)
}

const NAMES = ['name', 'username', 'address', 'selector', 'domain'] as const

/** -1 where there is none. */
function indexOf(list: readonly Json[], name: string): number {
  const named = list.findIndex(
    (entry) => entry === name || (isObject(entry) && NAMES.some((key) => entry[key] === name)),
  )
  if (named >= 0) return named
  return /^\d{1,5}$/.test(name) && Number(name) < list.length ? Number(name) : -1
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nowhere(path: string): CommandFailure {
  return new CommandFailure(
    EXIT.failed,
    `There is no "${path}" in the configuration: "mailroom config export" shows what there is.`,
  )
}

function usage(text: string): CommandFailure {
  return new CommandFailure(EXIT.usage, text)
}
