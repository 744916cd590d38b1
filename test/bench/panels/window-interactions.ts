/** What is not the queue's list: the overview with its heatmap, and the palette. */
import type { Page } from '@playwright/test'
import { type Interaction, openPanel } from './interactions.ts'
import { timeUntilPainted } from './painted.ts'

export const WINDOW_INTERACTIONS: readonly Interaction[] = [
  { name: 'overview with its heatmap', run: overview },
  { name: 'open the palette', run: openPalette },
  { name: 'palette, a command typed', run: typeCommand },
  { name: 'palette, a message typed', run: typeMessage },
]

async function overview(page: Page): Promise<number> {
  await openPanel(page, 'Settings')
  await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor()
  return timeUntilPainted(page, {
    act: () => openPanel(page, 'Overview'),
    isThere: () =>
      document.querySelectorAll('table[aria-label^="Recipients that wait"] tbody tr').length >= 5,
    argument: null,
  })
}

async function openPalette(page: Page): Promise<number> {
  await page.waitForTimeout(REST_MS)
  const time = await timeUntilPainted(page, {
    act: () => page.keyboard.press('Control+k'),
    isThere: () => document.querySelectorAll('[role=dialog] [role=option]').length >= 5,
    argument: null,
  })
  await closePalette(page)
  return time
}

const COMMANDS = ['pause', 'settings', 'retention', 'provider', 'routes', 'certificate']

function typeCommand(page: Page, round: number): Promise<number> {
  const word = COMMANDS[round % COMMANDS.length] ?? ''
  return typed(page, word, (wanted) => {
    const first = document.querySelector('[role=dialog] [role=option]')?.textContent ?? ''
    const value = document.querySelector<HTMLInputElement>('[role=dialog] input')?.value
    return value === wanted && first.toLowerCase().includes(wanted)
  })
}

function typeMessage(page: Page, round: number): Promise<number> {
  return typed(page, `person${1000 + round * 53}`, (wanted) => {
    const found = [...document.querySelectorAll('[role=dialog] [role=option]')]
    const value = document.querySelector<HTMLInputElement>('[role=dialog] input')?.value
    return value === wanted && found.some((one) => one.textContent?.includes(`${wanted}@`))
  })
}

const KEY_DELAY_MS = 60
/** Between closing the palette and opening it again. */
const REST_MS = 300

async function typed(page: Page, text: string, isThere: (text: string) => boolean): Promise<number> {
  await page.waitForTimeout(REST_MS)
  await page.keyboard.press('Control+k')
  await page.locator('[role=dialog] [role=option]').first().waitFor()
  const time = await timeUntilPainted(page, {
    act: () => page.keyboard.type(text, { delay: KEY_DELAY_MS }),
    isThere,
    argument: text,
    since: 'last',
  })
  await closePalette(page)
  return time
}

async function closePalette(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.locator('[role=dialog]').waitFor({ state: 'detached' })
}
