/**
 * Pages that no tree leads to any more, because a page above them is damaged. Which table they are of shows in the
 * form of their rows; only tables whose rows nothing else looks like are searched for.
 */
import type { PageFile } from './page-file.ts'
import type { RecordValue } from './read-record.ts'
import { readTreePage, type TreeRow } from './read-tree-page.ts'
import { fitRow, type TableLayout } from './table-layout.ts'

/** Each with the fewest values that a row of it has, and what tells it from an index of the same form. */
const FORMS: Readonly<Record<string, (values: readonly RecordValue[]) => boolean>> = {
  messages: (values) => values.length >= 26,
  recipients: (values) => values.length >= 15,
  events: (values) => values.length === 12,
  bodies: (values) => values.length === 2,
  sessions: (values) => values.length >= 15,
  session_lines: (values) => values.length === 2,
  accounts: (values) => values.length >= 8,
  app_passwords: (values) => values.length === 6,
  audit: (values) => values.length === 5 && String(values[4]).startsWith('{'),
  documents: ([name]) => /^(configuration|pauses|run|last-key|body-retention|value:.*)$/.test(String(name)),
}

/** Numbers of such pages by table. */
export function findStrays(
  file: PageFile,
  layouts: readonly TableLayout[],
  isKnown: (page: number) => boolean,
): Map<string, number[]> {
  const strays = new Map<string, number[]>()
  for (let number = 1; number <= file.count; number += 1) {
    if (isKnown(number)) continue
    const page = readTreePage(file, number)
    const [first] = page?.rows ?? []
    if (!page || first === undefined) continue
    const layout = layouts.find((one) => one.kind === page.kind && isOf(one, first))
    if (layout) strays.set(layout.name, [...(strays.get(layout.name) ?? []), number])
  }
  return strays
}

function isOf(layout: TableLayout, row: TreeRow): boolean {
  return FORMS[layout.name]?.(row.values) === true && fitRow(layout, row) !== null
}
