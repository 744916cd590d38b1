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
    test.setTimeout(300_000)
    const { console, token } = office.mailroom.ready
    const context = await browser.newContext({ colorScheme: theme, viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    await page.goto(`${console}#token=${token}`)
    await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()

    await goTo(page, 'Overview')
    await check(page, 'Overview')
    for (const [panel, views] of Object.entries(OPENINGS))
      for (const [view, open] of Object.entries(views)) {
        await goTo(page, panel)
        await open(page)
        await check(page, `${panel}, ${view}`)
      }
    // Away from the field that an editor begins at: there it is a character.
    await goTo(page, 'Overview')
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    await check(page, 'Keyboard shortcuts')
    await context.close()
  })
}

/** Each panel with its inspector or editor beside the list. */
const OPENINGS: Readonly<Record<string, Readonly<Record<string, (page: Page) => Promise<void>>>>> = {
  Queue: { message: (page) => page.getByRole('row', { name: /thirty/ }).click() },
  Sessions: { session: (page) => page.getByRole('grid').getByRole('row').nth(1).click() },
  'Relay rules': {
    rule: (page) => page.getByRole('button', { name: /^Relay rule.*Old domain/ }).click(),
    'conditions, exceptions and changes': async (page) => {
      await page.getByRole('button', { name: 'Add rule' }).click()
      for (const [menu, entry] of RULE_PARTS) {
        await page.getByRole('button', { name: menu }).click()
        await page.getByRole('menuitem', { name: entry }).click()
      }
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
    },
    'what would happen': async (page) => {
      await page.getByRole('button', { name: 'What would happen?' }).click()
      await page.getByLabel('Sender', { exact: true }).fill('scanner@office.test')
      await page.getByLabel('Recipients').fill('anna@office.test tom@elsewhere.test ')
      await page.getByRole('button', { name: 'Ask' }).click()
      await expect(page.getByRole('heading', { name: 'Accepted?' })).toBeVisible()
      await page.getByText('Rule by rule').first().click()
    },
  },
  Routes: {
    route: (page) => page.getByRole('button', { name: /^Route department/ }).click(),
    'a new one with OAuth2': async (page) => {
      await page.getByRole('button', { name: 'Add route' }).click()
      await page.getByRole('button', { name: 'OAuth2' }).click()
      await page.getByText('Scopes and mechanism').click()
      await page.getByRole('button', { name: 'Add fallback host' }).click()
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
    },
  },
  Accounts: {
    account: (page) => page.getByRole('button', { name: /^Account scanner/ }).click(),
    networks: async (page) => {
      await page.getByRole('button', { name: 'Networks' }).click()
      await page.getByRole('button', { name: 'Add network' }).first().click()
      await page.getByRole('button', { name: 'Forgive everything' }).click()
    },
    locks: (page) => page.getByRole('button', { name: /^Locked sign-ins/ }).click(),
  },
  Settings: {
    listener: async (page) => {
      await section(page, 'Listeners')
      await page.getByRole('button', { name: /^Listener.*scanners/ }).click()
    },
    'local mail': async (page) => {
      await section(page, 'Local mail')
      await page.getByRole('button', { name: 'Add mailbox' }).click()
      await page.getByRole('button', { name: 'Add alias or group' }).click()
    },
    limits: async (page) => {
      await section(page, 'Limits')
      await page.getByRole('switch', { name: 'Accept tokens' }).click()
    },
    DKIM: async (page) => {
      await section(page, 'DKIM')
      await page.getByRole('button', { name: 'Make key' }).first().click()
    },
  },
}

const RULE_PARTS = [
  ['Add condition', 'SPF result'],
  ['Add condition', 'Time of day and week'],
  ['Add exception', 'Header field'],
  ['Add change', 'Change the From field'],
  ['Add change', 'Send only at certain times'],
] as const

const section = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

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
