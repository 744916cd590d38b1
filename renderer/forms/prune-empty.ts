export interface Pruning {
  /** Keys whose '' stays, so that the schema says what is missing there. */
  readonly required: readonly string[]
  /** Ways ("retry") of objects that are left out where nothing is left in them. */
  readonly optional?: readonly string[]
}

/**
 * A form holds '' where nothing was typed and the schema wants the key absent: leaves out '' and undefined at every
 * depth. Lists stay, also empty ones.
 */
export function pruneEmpty<T>(values: T, { required, optional = [] }: Pruning): T {
  return prune(values, '', new Set(required), new Set(optional)) as T
}

function prune(
  value: unknown,
  way: string,
  required: ReadonlySet<string>,
  optional: ReadonlySet<string>,
): unknown {
  if (Array.isArray(value)) return value.map((item) => prune(item, `${way}[]`, required, optional))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const path = way === '' ? key : `${way}.${key}`
    const left = prune(inner, path, required, optional)
    const isEmpty = (left === '' && !required.has(key)) || left === undefined
    return isEmpty || (optional.has(path) && hasNothing(left)) ? [] : [[key, left]]
  })
  return Object.fromEntries(entries)
}

function hasNothing(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
