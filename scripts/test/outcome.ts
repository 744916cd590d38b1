// What became of one test, whichever runner ran it, and the closing line over all of them.

export interface Outcome {
  readonly name: string
  readonly state: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped. */
  readonly reason?: string | undefined
}

export interface Totals {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export function totals(outcomes: readonly Outcome[]): Totals {
  const count = (state: Outcome['state']) => outcomes.filter((outcome) => outcome.state === state).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}

export function closingLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/** A run in which nothing ran has shown nothing. */
export function exitCode({ passed, failed }: Totals): number {
  return failed > 0 || passed === 0 ? 1 : 0
}

/** Names what did not run and what failed, since the runners' own output is long gone by then. */
export function details(outcomes: readonly Outcome[]): readonly string[] {
  const skipped = outcomes.filter(({ state }) => state === 'skipped')
  const failed = outcomes.filter(({ state }) => state === 'failed')
  return [
    ...skipped.map(({ name, reason }) => `skipped: ${name} (${reason ?? 'no reason given'})`),
    ...failed.map(({ name }) => `failed: ${name}`),
  ]
}
