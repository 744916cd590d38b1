import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { OPENINGS } from '../support/every-view.ts'
import { goTo } from '../support/office-day.ts'
import { openSeededOffice, type SeededOffice } from '../support/seeded-office.ts'

let office: SeededOffice

test.beforeAll(async () => {
  office = await openSeededOffice()
})

test.afterAll(async () => {
  await office.close()
})

for (const panel of Object.keys(OPENINGS))
  test(`assistive technology finds its way in ${panel}, in both themes and sizes`, async ({ browser }) => {
    test.setTimeout(180_000)
    const { console, token } = office.mailroom.ready
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${console}#token=${token}`)
    await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()
    for (const [view, open] of Object.entries(OPENINGS[panel] ?? {})) {
      await leave(page)
      await goTo(page, panel)
      await open(page)
      await check(page, `${panel}, ${view}`)
    }
    await page.close()
  })

/** Closes what lies over the window; what was typed there is discarded. */
async function leave(page: Page): Promise<void> {
  for (const floating of ['alertdialog', 'dialog', 'menu'] as const)
    if (await page.getByRole(floating).first().isVisible()) await page.keyboard.press('Escape')
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name: 'Overview' }).click()
  const discard = page.getByRole('button', { name: 'Discard changes' })
  const overview = page.getByRole('heading', { name: 'Overview', level: 1 })
  await expect(overview.or(page.getByRole('alertdialog')).first()).toBeVisible()
  if (await page.getByRole('alertdialog').isVisible())
    await page.getByRole('alertdialog').locator(discard).click()
  await expect(overview).toBeVisible()
}

/** Once as large as the window begins, and once in the other theme where it is narrow. */
async function check(page: Page, where: string): Promise<void> {
  for (const [colorScheme, width, height] of [
    ['light', 1280, 800],
    ['dark', 1024, 700],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme })
    await settle(page)
    // Without the second page that it would open each time; frames of messages are sealed off and not looked into.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`)
    expect.soft(found, `${where} has no findings, ${colorScheme}, ${width} wide`).toEqual([])
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** What just appears or changes its colour is measured as it will be. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.effect?.getTiming().iterations === 1) animation.finish()
  })
}
