// The parts of `npm test`, and which of them the command line asks for.

export const parts = ['unit', 'integration', 'interop', 'faults', 'e2e', 'packaged'] as const
export type Part = (typeof parts)[number]

/** `--unit --e2e` and so on; none means all. Throws on anything else: a misspelt part must not look like a pass. */
export function chosenParts(args: readonly string[]): ReadonlySet<Part> {
  const unknown = args.filter((argument) => !parts.some((part) => argument === `--${part}`))
  if (unknown.length > 0) {
    throw new Error(`Unknown: ${unknown.join(' ')}. Parts are ${parts.map((part) => `--${part}`).join(' ')}.`)
  }
  const chosen = parts.filter((part) => args.includes(`--${part}`))
  return new Set(chosen.length > 0 ? chosen : parts)
}
