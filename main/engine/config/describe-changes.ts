/** Which fields differ between two things, for the audit: from what to what, never a secret. Pure. */
import { isDeepStrictEqual } from 'node:util'

/** `field` as `mailroom config get` takes it: "routes[provider].port". null: it was not there, or is there no more. */
export type FieldChange =
  | { readonly field: string; readonly from: unknown; readonly to: unknown }
  | { readonly field: string; readonly secret: 'added' | 'changed' | 'removed' }

/** More than this is for the export of a configuration, not for a list that people read. */
const MOST_CHANGES = 40
const LONGEST_VALUE = 200

type Things = Readonly<Record<string, unknown>>

/** Changes of fields, each with what it was; `more` counts those that are left out. */
export function describeChanges(before: unknown, after: unknown): { changes: FieldChange[]; more?: number } {
  const changes = differences('', before, after)
  const more = changes.length - MOST_CHANGES
  return { changes: changes.slice(0, MOST_CHANGES), ...(more > 0 ? { more } : {}) }
}

/** Of sealed secrets only that they changed is known: by the names under which they are sealed. */
export function describeSecrets(before: Things, after: Things): FieldChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((field) => ({
      field,
      secret: before[field] === undefined ? 'added' : after[field] === undefined ? 'removed' : 'changed',
    }))
}

function differences(field: string, before: unknown, after: unknown): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return []
  if (areNamed(before) && areNamed(after)) return ofNamed(field, before, after)
  if (isThing(before) && isThing(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...keys].flatMap((key) =>
      differences(field === '' ? key : `${field}.${key}`, before[key], after[key]),
    )
  }
  return [{ field, from: short(before), to: short(after) }]
}

type Named = Things & { readonly name: string }

function ofNamed(field: string, before: readonly Named[], after: readonly Named[]): FieldChange[] {
  const renames = renamesOf(before, after)
  const changed = before.flatMap((old) => {
    const name = renames.get(old.name) ?? old.name
    return differences(
      `${field}[${old.name}]`,
      old,
      after.find((one) => one.name === name),
    )
  })
  const known = new Set(before.map(({ name }) => renames.get(name) ?? name))
  const added = after.filter(({ name }) => !known.has(name))
  const order = (items: readonly Named[]) => items.map(({ name }) => name)
  const isReordered =
    added.length === 0 && before.length === after.length && changed.length === 0
      ? [{ field, from: short(order(before)), to: short(order(after)) }]
      : []
  return [
    ...changed,
    ...added.map((one): FieldChange => ({ field: `${field}[${one.name}]`, from: null, to: short(one) })),
    ...isReordered,
  ]
}

/** One that went and one that came, at the same place of a list of the same length, is one with another name. */
function renamesOf(before: readonly Named[], after: readonly Named[]): ReadonlyMap<string, string> {
  const gone = before.filter(({ name }) => !after.some((one) => one.name === name))
  const come = after.filter(({ name }) => !before.some((one) => one.name === name))
  const [old, next] = [gone[0], come[0]]
  if (gone.length !== 1 || come.length !== 1 || !old || !next) return new Map()
  return before.indexOf(old) === after.indexOf(next) ? new Map([[old.name, next.name]]) : new Map()
}

function short(value: unknown): unknown {
  if (value === undefined) return null
  const text = JSON.stringify(value)
  return text.length <= LONGEST_VALUE ? value : `${text.slice(0, LONGEST_VALUE)}…`
}

function isThing(value: unknown): value is Things {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function areNamed(value: unknown): value is Named[] {
  return Array.isArray(value) && value.every((one) => isThing(one) && typeof one.name === 'string')
}
