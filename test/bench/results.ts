import type { Scenario } from './scenarios.ts'

export interface Measurement {
  readonly server: string
  readonly rate: number
  /** MiB. */
  readonly memory: number
}

export interface Row {
  readonly name: string
  readonly unit: string
  readonly mailroom: number
  readonly postfix: number | null
  /** Mailroom's figure over Postfix's of the same rounds; null without Postfix. */
  readonly ratio: number | null
  readonly rounds: readonly Measurement[]
}

/** Two rows of a scenario: its rate, and the memory at its end. */
export function summarise(scenario: Scenario, measurements: readonly Measurement[]): Row[] {
  return [
    row(scenario.name, scenario.unit, measurements, ({ rate }) => rate),
    row(`${scenario.name}: resident memory`, 'MiB', measurements, ({ memory }) => memory),
  ]
}

function row(
  name: string,
  unit: string,
  rounds: readonly Measurement[],
  figure: (of: Measurement) => number,
): Row {
  const of = (server: string) => median(rounds.filter((one) => one.server === server).map(figure))
  const mailroom = of('Mailroom') ?? 0
  const postfix = of('Postfix')
  return { name, unit, mailroom, postfix, ratio: postfix === null ? null : mailroom / postfix, rounds }
}

export function median(figures: readonly number[]): number | null {
  const sorted = [...figures].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return null
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] ?? null
  return ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

export function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const cell = (figure: number | null, digits = 0) =>
    (figure === null ? '–' : figure.toFixed(digits)).padStart(10)
  console.log(
    `${''.padEnd(width)}  ${'Mailroom'.padStart(10)}${'Postfix'.padStart(10)}${'ratio'.padStart(10)}`,
  )
  for (const { name, unit, mailroom, postfix, ratio } of rows)
    console.log(`${name.padEnd(width)}  ${cell(mailroom)}${cell(postfix)}${cell(ratio, 2)}  ${unit}`)
}
