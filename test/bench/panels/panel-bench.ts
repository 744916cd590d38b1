/** The window's own figures: with a million messages, and while sessions say thousands of lines a second. */
import { heapSize, measureFrames } from './frames.ts'
import { type Interaction, measureInteraction } from './interactions.ts'
import { LARGE_INTERACTIONS, LARGE_MESSAGES } from './large-messages.ts'
import { LiveLoad } from './live-load.ts'
import { type OpenPanels, openPanels } from './open-panels.ts'
import { QUEUE_INTERACTIONS } from './queue-interactions.ts'
import { WINDOW_INTERACTIONS } from './window-interactions.ts'

export interface PanelRow {
  readonly name: string
  readonly unit: string
  readonly figures: Readonly<Record<string, number>>
}

export interface PanelOptions {
  readonly messages: number
  readonly rounds: number
  /** Minutes of live events over which the page's memory is watched. */
  readonly minutes: number
  /** Interactions whose name matches it. */
  readonly only: string
  /** A data folder that is kept and used again; null: a new one. */
  readonly folder: string | null
}

const LINES_PER_SECOND = 2_000
const SESSIONS = 20
const SETTLE_MS = 15_000

/** null where no browser is installed. */
export async function measurePanels(options: PanelOptions): Promise<PanelRow[] | null> {
  const panels = await openPanels(options.messages, options.folder)
  if (panels === null) return null
  try {
    const rows = await measureInteractions(panels, options)
    return options.minutes === 0 ? rows : [...rows, ...(await measureLive(panels, options))]
  } finally {
    await panels.close()
  }
}

async function measureInteractions(
  { page }: OpenPanels,
  { messages, rounds, only }: PanelOptions,
): Promise<PanelRow[]> {
  const all: readonly (readonly [Interaction, number])[] = [
    ...[...QUEUE_INTERACTIONS, ...WINDOW_INTERACTIONS].map((one) => [one, rounds] as const),
    ...LARGE_INTERACTIONS.map((one) => [one, LARGE_MESSAGES] as const),
  ]
  const rows: PanelRow[] = []
  for (const [interaction, times] of all.filter(([{ name }]) => new RegExp(only).test(name))) {
    const { p50, p95, longest } = await measureInteraction(page, interaction, times)
    const figures = { p50, p95, longest }
    process.stderr.write(`panels: ${interaction.name}, p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms\n`)
    rows.push({ name: `${interaction.name}, ${messages} messages`, unit: 'ms', figures })
  }
  return rows
}

async function measureLive({ page, mailroom }: OpenPanels, { minutes }: PanelOptions): Promise<PanelRow[]> {
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name: 'Sessions' }).click()
  await page.getByRole('heading', { name: 'Sessions', exact: true }).waitFor()
  const load = new LiveLoad(mailroom.port(), LINES_PER_SECOND)
  load.start(SESSIONS)
  try {
    process.stderr.write(`panels: live events for ${minutes} minutes\n`)
    await page.waitForTimeout(SETTLE_MS)
    const before = await heapSize(page)
    const [said, startedAt] = [load.lines, performance.now()]
    const frames = await measureFrames(page, minutes * 60_000)
    const rate = ((load.lines - said) / (performance.now() - startedAt)) * 1_000
    const after = await heapSize(page)
    const mebibyte = 1024 ** 2
    return [
      {
        name: `frames at ${Math.round(rate)} session lines a second`,
        unit: 'ms',
        figures: { p50: frames.p50, p95: frames.p95, longest: frames.longest },
      },
      {
        name: 'frames over 50 ms',
        unit: 'frames',
        figures: { slow: frames.slow, all: frames.count },
      },
      {
        name: `heap of the page after ${minutes} minutes of them`,
        unit: 'MiB',
        figures: { before: before / mebibyte, after: after / mebibyte },
      },
    ]
  } finally {
    await load.stop()
  }
}

export function printPanels(rows: readonly PanelRow[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length))
  for (const { name, unit, figures } of rows) {
    const cells = Object.entries(figures).map(([label, figure]) => `${label} ${figure.toFixed(1)}`)
    console.log(`${name.padEnd(width)}  ${cells.join('  ')}  ${unit}`)
  }
}
