/** Walks through the open messages slice by slice, so that other readers come in between. */
import type { QueueShape } from '../../../shared/contract/statistics.ts'
import type { OpenPlace } from '../storage/queries/survey-open.ts'
import type { StatisticsStorage } from '../storage/statistics-storage.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** As qshape doubles: what came just now, what is late, what is about to be given up. */
export const AGES = [5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR, 72 * HOUR] as const
const MOST_DOMAINS = 20
/** Messages a slice: some twenty milliseconds. */
const SLICE = 5_000
/** Domains that are told apart while counting; those that come later count among the others. */
const MOST_KNOWN = 50_000

export interface Survey {
  readonly shape: QueueShape
  /** Octets of the bodies of open messages. */
  readonly octets: number
}

export async function shapeQueue(
  storage: Pick<StatisticsStorage, 'surveyOpen'>,
  now: number,
): Promise<Survey> {
  const domains = new Map<string, number[]>()
  const unknown = emptyCells()
  let octets = 0
  let after: OpenPlace | null = null
  do {
    const slice: Awaited<ReturnType<StatisticsStorage['surveyOpen']>> = await storage.surveyOpen({
      after,
      limit: SLICE,
      ages: AGES,
      now,
    })
    for (const [domain, cells] of slice.cells) {
      const known = domains.get(domain)
      if (known) addCells(known, cells)
      else if (domains.size < MOST_KNOWN) domains.set(domain, [...cells])
      else addCells(unknown, cells)
    }
    octets += slice.octets
    after = slice.next
  } while (after !== null)
  return { shape: toShape(domains, unknown, now), octets }
}

function toShape(domains: ReadonlyMap<string, number[]>, unknown: number[], now: number): QueueShape {
  const rows = [...domains]
    .map(([domain, cells]) => ({ domain, cells, total: sum(cells) }))
    .sort((a, b) => b.total - a.total || a.domain.localeCompare(b.domain))
  const rest = rows.slice(MOST_DOMAINS)
  const cells = rest.reduce((all, row) => addCells(all, row.cells), [...unknown])
  const others = { domains: rest.length, total: sum(cells), cells }
  const shown = rows.slice(0, MOST_DOMAINS)
  const total = shown.reduce((all, row) => all + row.total, others.total)
  return { at: now, ages: [...AGES], domains: shown, others, total }
}

function emptyCells(): number[] {
  return new Array<number>(AGES.length + 1).fill(0)
}

function addCells(to: number[], cells: readonly number[]): number[] {
  cells.forEach((count, index) => {
    to[index] = (to[index] ?? 0) + count
  })
  return to
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
