import { expect, test } from '@playwright/test'
import { checkAccessibility, type Look, leaveView } from '../support/check-accessibility.ts'
import { OPENINGS } from '../support/every-view.ts'
import { goTo } from '../support/office-day.ts'
import { openSeededOffice, type SeededOffice } from '../support/seeded-office.ts'
import { watchPolicy } from '../support/watch-policy.ts'

const LARGE = { width: 1280, height: 800 }
/** Once as large as the window begins, and once in the other theme where it is narrow. */
const LOOKS: readonly Look[] = [
  { colorScheme: 'light', size: LARGE },
  { colorScheme: 'dark', size: { width: 1024, height: 700 } },
]

let office: SeededOffice

test.beforeAll(async () => {
  office = await openSeededOffice()
})

test.afterAll(async () => {
  await office.close()
})

for (const panel of Object.keys(OPENINGS))
  test(`assistive technology finds its way in ${panel}, in both themes and sizes, and the policy has nothing to stop`, async ({
    browser,
  }) => {
    test.setTimeout(180_000)
    const { console, token } = office.mailroom.ready
    const page = await browser.newPage({ viewport: LARGE })
    const policy = watchPolicy(page)
    await page.goto(`${console}#token=${token}`)
    await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()
    for (const [view, open] of Object.entries(OPENINGS[panel] ?? {})) {
      await leaveView(page)
      await goTo(page, panel)
      await open(page)
      await checkAccessibility(page, `${panel}, ${view}`, LOOKS)
      await page.setViewportSize(LARGE)
    }
    await policy.expectNothingStopped()
    await page.close()
  })
