/** What a person does in the queue panel, again and again, each timed from the input event to the painted result. */
import type { Page } from '@playwright/test'
import { timeUntilPainted } from './painted.ts'
import { type Percentiles, percentiles } from './percentiles.ts'

export interface Interaction {
  readonly name: string
  readonly run: (page: Page, round: number) => Promise<number>
}

export const INTERACTIONS: readonly Interaction[] = [
  { name: 'first page', run: firstPage },
  { name: 'filter', run: filter },
  { name: 'sort', run: sort },
  { name: 'deep scroll', run: deepScroll },
  { name: 'open a message', run: openMessage },
]

export async function measureInteraction(
  page: Page,
  interaction: Interaction,
  rounds: number,
): Promise<Percentiles> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push(await interaction.run(page, round))
  return percentiles(times)
}

const link = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name, exact: false })

async function firstPage(page: Page): Promise<number> {
  await link(page, 'Settings').click()
  await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor()
  return timeUntilPainted(
    page,
    () => link(page, 'Queue').click(),
    () => document.querySelectorAll('[role=grid] tbody tr').length >= 10,
    null,
  )
}

/** Each finds other messages than the one before. Words that match few, many, and most of a million. */
const FILTERS = [
  { text: 'state:held', shows: 'Held' },
  { text: 'domain:school.test', shows: '@school.test' },
  { text: 'reply:4.7.*', shows: 'Waiting' },
  { text: 'from:invoice@*', shows: 'invoice@' },
  { text: 'person1234', shows: 'person1234@' },
  { text: 'state:failed account:scanner', shows: 'Failed' },
  { text: 'size:>890KiB', shows: ' KiB' },
  { text: '"weekly report" to:*@web.test', shows: '@web.test' },
]

async function filter(page: Page, round: number): Promise<number> {
  const box = page.getByRole('combobox', { name: /filter/i })
  const { text, shows } = FILTERS[round % FILTERS.length] ?? { text: '', shows: '' }
  await box.fill('')
  await waitForRows(page)
  await box.fill(text.slice(0, -1))
  await page.waitForTimeout(700)
  const before = await firstRows(page)
  const time = await timeUntilPainted(
    page,
    async () => {
      await box.press('End')
      await page.keyboard.press(text.slice(-1))
    },
    ({ wanted, unlike }) => {
      const rows = [...document.querySelectorAll('[role=grid] tbody tr')]
      const texts = rows.slice(0, 8).map((row) => `${row.getAttribute('aria-label')} ${row.textContent}`)
      return rows.length > 0 && texts.every((one) => one.includes(wanted)) && texts.join() !== unlike
    },
    { wanted: shows, unlike: before },
  )
  await box.fill('')
  return time
}

async function sort(page: Page, round: number): Promise<number> {
  const header = page
    .getByRole('columnheader', { name: round % 2 === 0 ? /^Size/ : /^Age/ })
    .getByRole('button')
  const before = await firstRows(page)
  return timeUntilPainted(
    page,
    () => header.click(),
    (unlike) => {
      const rows = [...document.querySelectorAll('[role=grid] tbody tr')]
      const texts = rows.slice(0, 8).map((row) => `${row.getAttribute('aria-label')} ${row.textContent}`)
      return rows.length > 0 && texts.join() !== unlike
    },
    before,
  )
}

/** Three screens further with the wheel, each time into rows that were not loaded when the last ones were. */
async function deepScroll(page: Page): Promise<number> {
  const grid = page.getByRole('grid', { name: 'Messages' })
  await grid.hover()
  const from = await lowestRow(page)
  return timeUntilPainted(
    page,
    () => page.mouse.wheel(0, 2_000),
    (before) => {
      const rows = [...document.querySelectorAll('[role=grid] tbody tr')]
      const scroller = document.querySelector('[role=grid]')?.parentElement?.getBoundingClientRect()
      const seen = rows.filter((row) => {
        const { top, bottom } = row.getBoundingClientRect()
        return scroller && bottom > scroller.top && top < scroller.bottom
      })
      const indexes = seen.map((row) => Number(row.getAttribute('aria-rowindex')))
      return seen.length >= 10 && Math.max(...indexes) >= before + 30
    },
    from,
  )
}

async function lowestRow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const scroller = document.querySelector('[role=grid]')?.parentElement?.getBoundingClientRect()
    const rows = [...document.querySelectorAll('[role=grid] tbody tr')]
    const seen = rows.filter((row) => scroller && row.getBoundingClientRect().top < scroller.bottom)
    return Math.max(...seen.map((row) => Number(row.getAttribute('aria-rowindex'))))
  })
}

async function openMessage(page: Page, round: number): Promise<number> {
  const row = page.locator('[role=grid] tbody tr').nth(4 + (round % 12))
  const subject = await row.evaluate((element) => element.getAttribute('aria-label') ?? '')
  return timeUntilPainted(
    page,
    () => row.click(),
    (label) => {
      const inspector = document.querySelector('aside')
      const title = inspector?.querySelector('h2')?.textContent ?? ''
      return title !== '' && label.includes(title) && /Received/.test(inspector?.textContent ?? '')
    },
    subject,
  )
}

async function waitForRows(page: Page): Promise<void> {
  await page.locator('[role=grid] tbody tr').nth(8).waitFor()
}

function firstRows(page: Page): Promise<string> {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll('[role=grid] tbody tr')]
    return rows
      .slice(0, 8)
      .map((row) => `${row.getAttribute('aria-label')} ${row.textContent}`)
      .join()
  })
}
