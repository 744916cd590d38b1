/** From the first Tab to a message that is sent again, and no mouse: the focus is seen at each step. In every host. */
import { expect, type Page, test } from '@playwright/test'
import { screenshot } from './screenshot.ts'
import { openSite, type Site } from './site.ts'
import type { WalkHost } from './walk.ts'

/** The provider is down at first. */
export function openKeyboardSite(): Promise<Site> {
  return openSite({
    config: (port) => ({
      routes: [{ name: 'provider', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' }],
      rules: [{ name: 'Everything', match: {}, action: { kind: 'route', route: 'provider' } }],
    }),
  })
}

export async function keyboardDay(site: Site, { page, name }: WalkHost): Promise<void> {
  for (const subject of ['Offer', 'Invoice']) await site.submit({ subject })
  await test.step('past the panels', () => skip(page, name))
  await test.step('to the queue, and to the message', () => openMessage(page, name))
  await test.step('a question is left, and the focus comes back', () => leaveQuestion(page, name))
  await test.step('sent again', () => sendAgain(site, page))
  await test.step('closed, and the focus comes back', () => closeMessage(page))
  await test.step('a deletion is taken back', () => deleteAndUndo(page))
  await test.step('the palette, and back', () => palette(page, name))
}

async function skip(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Skip to the panel' })).toBeFocused()
  await expectSeen(page)
  await screenshot(page, `${name}-skip-link`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
  await expectSeen(page)
}

async function openMessage(page: Page, name: string): Promise<void> {
  await tabTo(page, { role: 'link', name: 'Queue' }, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Queue', level: 1 })).toBeVisible()
  await expect(row(page, 'Offer')).toHaveAccessibleName(/Waiting$/)
  await tabTo(page, { role: 'grid', name: 'Messages' })
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expectSeen(page)
  await screenshot(page, `${name}-keyboard`)
  await page.keyboard.press('Enter')
  await expect(message(page).getByRole('heading', { name: 'Offer' })).toBeVisible()
}

async function leaveQuestion(page: Page, name: string): Promise<void> {
  await tabTo(page, { role: 'button', name: 'More actions' })
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toBeFocused()
  await expectSeen(page)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Delete 1 message?' })
  await expect(dialog.getByRole('button', { name: 'Delete 1 message' })).toBeVisible()
  await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
  for (let step = 0; step < 4; step += 1) {
    await page.keyboard.press('Tab')
    // It does not leave the question.
    await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
    await expectSeen(page)
  }
  await screenshot(page, `${name}-question`)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(message(page).getByRole('button', { name: 'More actions' })).toBeFocused()
  await expectSeen(page)
}

async function sendAgain(site: Site, page: Page): Promise<void> {
  await site.nextHop.up()
  await tabTo(page, { role: 'button', name: 'Send now' }, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Offer')).toHaveAccessibleName(/Delivered$/)
  expect(site.nextHop.received.some((mail) => mail.includes('Subject: Offer'))).toBe(true)
  // The button is gone with its use; the keyboard stays where it was.
  await expect(message(page)).toBeFocused()
  await expectSeen(page)
}

async function closeMessage(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(message(page)).toBeHidden()
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeFocused()
  await expectSeen(page)
}

async function deleteAndUndo(page: Page): Promise<void> {
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('dialog', { name: 'Delete 1 message?' })
  await tabTo(page, { role: 'button', name: 'Delete 1 message' })
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(
    page.getByRole('region', { name: 'Operations' }).getByRole('button', { name: 'Undo' }),
  ).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('region', { name: 'Operations' })).toBeHidden()
  await expect(row(page, 'Invoice')).toHaveAccessibleName(/(Waiting|Queued|Delivered)$/)
}

async function palette(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Commands and search' })).toBeFocused()
  await page.keyboard.type('rul')
  await expect(page.getByRole('option').first()).toBeVisible()
  await screenshot(page, `${name}-palette`)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeFocused()
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
}

interface Target {
  readonly role: 'link' | 'grid' | 'button'
  readonly name: string
}

/** Presses Tab until it is there, and sees the focus at each stop. */
async function tabTo(page: Page, { role, name }: Target, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const target = page.getByRole(role, { name, exact: true })
  await expect(target).toBeVisible()
  for (let stops = 0; stops < 60; stops += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
    await expectSeen(page)
  }
  throw new Error(`${key} does not lead to the ${role} ${name}.`)
}

/** What has the focus, or of a grid its row, is on the screen and is marked: by a ring, a shadow, or another border or ground. */
async function expectSeen(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => {
        const focused = document.activeElement as HTMLElement | null
        if (!focused || focused === document.body) return 'nothing has the focus'
        const row = focused.getAttribute('aria-activedescendant')
        const shown = (row && document.getElementById(row)) || focused
        const { width, height, top, bottom } = shown.getBoundingClientRect()
        if (width < 4 || height < 4 || bottom <= 0 || top >= innerHeight)
          return `${shown.outerHTML} is off the screen`
        const style = getComputedStyle(shown)
        const ring = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1
        if (ring || style.boxShadow !== 'none' || shown.matches('[data-highlighted]')) return 'seen'
        // A field shows it by its frame, which may be that of the box around it; the list of messages by its row.
        if (focused.matches('input, textarea, select, [role=grid]')) return 'seen'
        return `${shown.outerHTML.slice(0, 200)} has the focus and does not show it`
      }),
    )
    .toBe('seen')
}

const row = (page: Page, subject: string) => page.getByRole('row', { name: new RegExp(`test: ${subject},`) })
const message = (page: Page) => page.getByRole('complementary', { name: 'Message' })
