import { median } from '../results.ts'
import type { Spent } from './spent.ts'

/** What one message, page or search costs beside a small and beside a large queue: medians of the rounds. */
export interface CostRow {
  readonly name: string
  readonly small: Spent
  readonly large: Spent
}

/** One figure and what it must not exceed. */
export interface LimitRow {
  readonly name: string
  readonly unit: string
  readonly figure: number
  readonly limit: number | null
}

export function medianSpent(rounds: readonly Spent[]): Spent {
  return {
    wall: median(rounds.map(({ wall }) => wall)) ?? 0,
    processor: median(rounds.map(({ processor }) => processor)) ?? 0,
  }
}

export function printCosts(rows: readonly CostRow[]): void {
  console.log('| ms each, wall / processor | small queue | large queue | wall | processor |')
  console.log('|---|--:|--:|--:|--:|')
  for (const { name, small, large } of rows) {
    const [wall, processor] = [large.wall / small.wall, large.processor / small.processor]
    console.log(`| ${name} | ${both(small)} | ${both(large)} | ${ratio(wall)} | ${ratio(processor)} |`)
  }
}

export function printLimits(rows: readonly LimitRow[]): void {
  console.log('| | figure | limit | |')
  console.log('|---|--:|--:|---|')
  for (const { name, unit, figure, limit } of rows)
    console.log(`| ${name} | ${figure.toFixed(1)} | ${limit ?? '–'} | ${unit} |`)
}

function both({ wall, processor }: Spent): string {
  return `${wall.toFixed(2)} / ${processor.toFixed(2)}`
}

function ratio(figure: number): string {
  return Number.isFinite(figure) ? figure.toFixed(2) : '–'
}
