/** Rules in another order, by keyboard alone; a copy; how often they matched, and what never can. In every host. */
import { expect, type Page, test } from '@playwright/test'
import { goTo } from './office-day.ts'
import { screenshot } from './screenshot.ts'
import { openSite, type Site } from './site.ts'
import type { WalkHost } from './walk.ts'

/** The last rule lies below one that takes everything. */
export function openRulesSite(): Promise<Site> {
  return openSite({
    config: () => ({
      routes: [
        { name: 'sandbox', kind: 'capture' },
        { name: 'newsletters', kind: 'capture' },
      ],
      rules: [
        {
          name: 'Scans',
          match: { recipientDomains: ['archive.test'] },
          action: { kind: 'route', route: 'sandbox' },
        },
        { name: 'Everything', match: {}, action: { kind: 'route', route: 'sandbox' } },
        {
          name: 'Newsletters',
          match: { recipientDomains: ['newsletter.test'] },
          action: { kind: 'route', route: 'newsletters' },
        },
      ],
    }),
  })
}

export async function rulesDay(site: Site, { page, name }: WalkHost): Promise<void> {
  await test.step('a rule that nothing reaches is told', () => neverReached(page, name))
  await test.step('its place is changed by keyboard, and counts', () => reorder(site, page))
  await test.step('how often a rule matched, and the last of it', () => hits(site, page, name))
  await test.step('a copy begins switched off', () => duplicate(page, name))
  await test.step('moved by its handle, and back', () => handle(page))
}

async function neverReached(page: Page, name: string): Promise<void> {
  await goTo(page, 'Relay rules')
  await expect(item(page, 'Newsletters')).toContainText('Never reached')
  await row(page, 'Newsletters').click()
  await expect(inspector(page)).toContainText(
    'The rule “Everything” above it takes all mail that this one could match.',
  )
  await screenshot(page, `${name}-never-reached`)
  await inspector(page).getByRole('button', { name: 'Close' }).click()
}

async function reorder(site: Site, page: Page): Promise<void> {
  await row(page, 'Newsletters').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expectOrder(page, ['Scans', 'Newsletters', 'Everything'])
  await expect(row(page, 'Newsletters')).toBeFocused()
  await expect(item(page, 'Newsletters')).not.toContainText('Never reached')
  await page.reload()
  await expectOrder(page, ['Scans', 'Newsletters', 'Everything'])
  await site.submit({ subject: 'News of November', to: 'all@newsletter.test' })
  await goTo(page, 'Queue')
  const mail = page.getByRole('row', { name: /News of November/ })
  await expect(mail).toHaveAccessibleName(/Delivered$/)
  await expect(mail).toContainText('newsletters')
}

async function hits(site: Site, page: Page, name: string): Promise<void> {
  await site.submit({ subject: 'News of December', to: 'all@newsletter.test' })
  await goTo(page, 'Relay rules')
  await expect(item(page, 'Newsletters')).toContainText('2 in 24 h')
  await expect(item(page, 'Scans')).toContainText('none today')
  await row(page, 'Newsletters').click()
  const use = inspector(page)
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Use' }) })
  await expect(use).toContainText('2 matches')
  await screenshot(page, `${name}-rule-use`)
  await use.getByRole('button', { name: 'Show the message' }).click()
  await expect(
    page.getByRole('complementary', { name: 'Message' }).getByRole('heading', { name: 'News of December' }),
  ).toBeVisible()
}

async function duplicate(page: Page, name: string): Promise<void> {
  await goTo(page, 'Relay rules')
  await row(page, 'Newsletters').click()
  await inspector(page).getByRole('button', { name: 'Duplicate' }).click()
  await expect(inspector(page).getByRole('heading', { name: /^Newsletters .*2|copy/i })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Relay rules' }).getByRole('listitem')).toHaveCount(4)
  const copy = page.getByRole('list', { name: 'Relay rules' }).getByRole('listitem').nth(2)
  await expect(copy.getByRole('switch')).not.toBeChecked()
  await screenshot(page, `${name}-rule-copy`)
  await inspector(page).getByRole('button', { name: 'Delete' }).click()
  await expectOrder(page, ['Scans', 'Newsletters', 'Everything'])
}

/** Space takes it, the arrows move it, Space lets it go; Esc would take it back. */
async function handle(page: Page): Promise<void> {
  const grip = page.getByRole('button', { name: 'Move Scans' })
  await grip.focus()
  await page.keyboard.press('Space')
  await expect(grip).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('status').filter({ hasText: /Newsletters/ })).toBeAttached()
  await page.keyboard.press('Space')
  await expectOrder(page, ['Newsletters', 'Scans', 'Everything'])
  await expect(grip).toBeFocused()
}

async function expectOrder(page: Page, names: readonly string[]): Promise<void> {
  await expect(page.getByRole('list', { name: 'Relay rules' }).getByRole('listitem')).toHaveText(
    names.map((name) => new RegExp(name)),
  )
}

const item = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Relay rules' }).getByRole('listitem').filter({ hasText: name }).first()
const row = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^Relay rule.*${name}`) }).first()
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Relay rule' })
