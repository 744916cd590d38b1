import type { Figure, Scenario } from './scenarios.ts'

/** One round of a scenario with one server. */
export interface Measurement {
  readonly server: string
  readonly figures: readonly Figure[]
}

export interface Row {
  readonly name: string
  readonly unit: string
  readonly mailroom: number
  readonly postfix: number | null
  /** Mailroom's figure over Postfix's of the same rounds; null without Postfix. */
  readonly ratio: number | null
  readonly exim: number | null
  readonly rounds: readonly { readonly server: string; readonly value: number }[]
}

/** A row for each figure of a scenario. */
export function summarise(scenario: Scenario, measurements: readonly Measurement[]): Row[] {
  const figures = measurements[0]?.figures ?? []
  return figures.map(({ name, unit }, index) => {
    const rounds = measurements.map(({ server, figures }) => ({ server, value: figures[index]?.value ?? 0 }))
    return row(name === '' ? scenario.name : `${scenario.name}: ${name}`, unit, rounds)
  })
}

function row(name: string, unit: string, rounds: Row['rounds']): Row {
  const of = (server: string) =>
    median(rounds.filter((one) => one.server === server).map(({ value }) => value))
  const mailroom = of('Mailroom') ?? 0
  const postfix = of('Postfix')
  const ratio = postfix === null ? null : mailroom / postfix
  return { name, unit, mailroom, postfix, ratio, exim: of('Exim'), rounds }
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
  const cell = (figure: number | null, digits: number) =>
    (figure === null ? '–' : figure.toFixed(digits)).padStart(10)
  const withExim = rows.some(({ exim }) => exim !== null)
  const heads = ['Mailroom', 'Postfix', 'ratio', ...(withExim ? ['Exim'] : [])]
  console.log(`${''.padEnd(width)}  ${heads.map((head) => head.padStart(10)).join('')}`)
  for (const { name, unit, mailroom, postfix, ratio, exim } of rows) {
    const digits = mailroom < 10 ? 2 : 0
    const cells = [cell(mailroom, digits), cell(postfix, digits), cell(ratio, 2)]
    if (withExim) cells.push(cell(exim, digits))
    console.log(`${name.padEnd(width)}  ${cells.join('')}  ${unit}`)
  }
}
