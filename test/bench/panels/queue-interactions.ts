/** The queue panel over a full queue: its first page, its views, filter and order, far down, and a message. */
import type { Page } from '@playwright/test'
import { type Interaction, openPanel } from './interactions.ts'
import { timeUntilPainted } from './painted.ts'

export const QUEUE_INTERACTIONS: readonly Interaction[] = [
  { name: 'first page', run: firstPage },
  { name: 'another view', run: changeView },
  { name: 'filter, typed', run: filter },
  { name: 'sort', run: sort },
  { name: 'deep scroll', run: deepScroll },
  { name: 'open a message', run: openMessage },
]

async function firstPage(page: Page): Promise<number> {
  await openPanel(page, 'Settings')
  await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor()
  return timeUntilPainted(page, {
    act: () => openPanel(page, 'Queue'),
    isThere: () => document.querySelectorAll('[data-messages] tbody tr').length >= 10,
    argument: null,
  })
}

const VIEWS = [
  { tab: /^Failed/, rows: ', Failed$' },
  { tab: /^All/, rows: '.' },
  { tab: /^Delivered/, rows: ', Delivered$' },
  { tab: /^Held/, rows: ', Held$' },
  { tab: /^Waiting/, rows: ', Waiting$' },
  { tab: /^All/, rows: '.' },
]

async function changeView(page: Page, round: number): Promise<number> {
  const { tab, rows } = VIEWS[round % VIEWS.length] ?? { tab: /^All/, rows: '.' }
  const before = await firstRows(page)
  return timeUntilPainted(page, {
    act: () =>
      page.getByRole('group', { name: 'View', exact: true }).getByRole('button', { name: tab }).click(),
    isThere: hasOtherRows,
    argument: { every: rows, unlike: before },
  })
}

/**
 * Each finds other messages than the text without its last letter does. Words that match few, many, and most of a
 * million; `every` is what the names of the rows then have.
 */
const FILTERS = [
  { text: 'state:delivered', every: ', Delivered$' },
  { text: 'domain:school.test', every: '@school\\.test' },
  { text: 'reply:4.7.*', every: ', Waiting$' },
  { text: 'from:invoice@*', every: '^invoice@' },
  { text: 'person1234', every: ' person1234@' },
  { text: 'state:failed account:scanner', every: ', Failed$' },
  { text: 'size:<2KiB', every: '.' },
  { text: '"weekly report" to:*@web.test', every: '@web\\.test: Weekly report' },
]

/** As fast as a practised hand types. */
const KEY_DELAY_MS = 60

async function filter(page: Page, round: number): Promise<number> {
  if (round === 0) await showAll(page)
  const { text, every } = FILTERS[round % FILTERS.length] ?? { text: '', every: '' }
  const box = page.getByRole('combobox', { name: 'Filter messages' })
  await box.fill('')
  await page.locator('[data-messages] tbody tr').nth(8).waitFor()
  await page.waitForTimeout(300)
  const before = await firstRows(page)
  const time = await timeUntilPainted(page, {
    act: () => box.pressSequentially(text, { delay: KEY_DELAY_MS }),
    isThere: ({ typed, ...rows }) => {
      const value = document.querySelector<HTMLInputElement>('input[data-filter]')?.value
      const names = [...document.querySelectorAll('[data-messages] tbody tr')]
        .slice(0, 16)
        .map((row) => row.getAttribute('aria-label') ?? '')
      return (
        value === typed &&
        names.length > 0 &&
        names.every((name) => new RegExp(rows.every).test(name)) &&
        names.join() !== rows.unlike
      )
    },
    argument: { typed: text, every, unlike: before },
    since: 'last',
  })
  await box.fill('')
  await box.press('Escape')
  return time
}

async function sort(page: Page, round: number): Promise<number> {
  const header = page
    .getByRole('columnheader', { name: round % 2 === 0 ? /^Next try/ : /^Age/ })
    .getByRole('button')
    .first()
  return timeUntilPainted(page, {
    act: () => header.click(),
    isThere: hasOtherRows,
    argument: { every: '.', unlike: await firstRows(page) },
  })
}

/** Two screens further with the wheel, each time into rows that were not loaded when the last ones were. */
async function deepScroll(page: Page): Promise<number> {
  const grid = page.getByRole('grid', { name: 'Messages' })
  await grid.hover()
  return timeUntilPainted(page, {
    act: () => page.mouse.wheel(0, 1_600),
    isThere: (before) => {
      const scroller = document.querySelector('[data-messages]')?.parentElement?.getBoundingClientRect()
      const seen = [...document.querySelectorAll('[data-messages] tbody tr')].filter((row) => {
        const { top, bottom } = row.getBoundingClientRect()
        return scroller && bottom > scroller.top && top < scroller.bottom
      })
      const indexes = seen.map((row) => Number(row.getAttribute('aria-rowindex')))
      const isLoaded = seen.every((row) => row.getAttribute('aria-busy') === null)
      return seen.length >= 10 && isLoaded && Math.max(...indexes) >= before + 30
    },
    argument: await lowestRow(page),
  })
}

async function lowestRow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const scroller = document.querySelector('[data-messages]')?.parentElement?.getBoundingClientRect()
    const rows = [...document.querySelectorAll('[data-messages] tbody tr')]
    const seen = rows.filter((row) => scroller && row.getBoundingClientRect().top < scroller.bottom)
    return Math.max(...seen.map((row) => Number(row.getAttribute('aria-rowindex'))))
  })
}

const SCREEN = 10

/** Down the screen row by row, then on to the next: none of them was open before. */
async function openMessage(page: Page, round: number): Promise<number> {
  if (round % SCREEN === 0) {
    await page.getByRole('grid', { name: 'Messages' }).hover()
    await page.mouse.wheel(0, 800)
    await page.waitForTimeout(300)
  }
  const row = page.locator('[data-messages] tbody tr').nth(9 + (round % SCREEN))
  return timeUntilPainted(page, {
    act: () => row.click(),
    isThere: (name) => {
      const inspector = document.querySelector('aside')
      const title = inspector?.querySelector('h2')?.textContent ?? ''
      return title !== '' && name.includes(`: ${title}, `) && /Received/.test(inspector?.textContent ?? '')
    },
    argument: (await row.getAttribute('aria-label')) ?? '',
  })
}

async function showAll(page: Page): Promise<void> {
  await page.getByRole('group', { name: 'View', exact: true }).getByRole('button', { name: /^All/ }).click()
  await page.waitForTimeout(300)
}

/** The rows of the first screen (beyond the large messages, which are the newest) are others, each with `every` in its name. */
function hasOtherRows({ every, unlike }: { readonly every: string; readonly unlike: string }): boolean {
  const names = [...document.querySelectorAll('[data-messages] tbody tr')]
    .slice(0, 16)
    .map((row) => row.getAttribute('aria-label') ?? '')
  return names.length > 0 && names.every((name) => new RegExp(every).test(name)) && names.join() !== unlike
}

function firstRows(page: Page): Promise<string> {
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-messages] tbody tr')]
      .slice(0, 16)
      .map((row) => row.getAttribute('aria-label') ?? '')
      .join(),
  )
}
