import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { goTo } from '../support/office-day.ts'
import { openSeededOffice, type SeededOffice } from '../support/seeded-office.ts'

let office: SeededOffice

test.beforeAll(async () => {
  office = await openSeededOffice()
})

test.afterAll(async () => {
  await office.close()
})

for (const theme of ['light', 'dark'] as const) {
  test(`assistive technology finds its way in every panel, ${theme}`, async ({ browser }) => {
    test.setTimeout(180_000)
    const { console, token } = office.mailroom.ready
    const context = await browser.newContext({ colorScheme: theme, viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    await page.goto(`${console}#token=${token}`)
    await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()

    await goTo(page, 'Overview')
    await check(page, 'Overview')
    for (const [panel, open] of Object.entries(OPENINGS)) {
      await goTo(page, panel)
      await open(page)
      await check(page, panel)
    }
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    await check(page, 'Keyboard shortcuts')
    await context.close()
  })
}

/** Each panel with its inspector or editor beside the list. */
const OPENINGS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  Queue: (page) => page.getByRole('row', { name: /thirty/ }).click(),
  Sessions: (page) => page.getByRole('option').first().click(),
  'Relay rules': (page) => page.getByRole('button', { name: /^Relay rule.*Old domain/ }).click(),
  Routes: (page) => page.getByRole('button', { name: /^Route department/ }).click(),
  Accounts: (page) => page.getByRole('button', { name: /^Account scanner/ }).click(),
  Settings: async (page) => {
    await page.getByRole('button', { name: 'Listeners', exact: true }).click()
    await page.getByRole('button', { name: /^Listener.*scanners/ }).click()
  },
}

async function check(page: Page, where: string): Promise<void> {
  // Something that just appears is half transparent, and would be measured so.
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.effect?.getTiming().iterations === 1) animation.finish()
  })
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`)
  expect.soft(found, `${where} has no findings`).toEqual([])
}
