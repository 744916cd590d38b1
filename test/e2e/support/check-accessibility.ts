/** Asks axe about what is shown, in both themes. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export interface Look {
  readonly colorScheme: 'light' | 'dark'
  readonly size?: { readonly width: number; readonly height: number }
}

export async function checkAccessibility(page: Page, where: string, looks: readonly Look[]): Promise<void> {
  for (const { colorScheme, size } of looks) {
    if (size) await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    await settle(page)
    // Without the second page that it would open each time; frames of messages are sealed off and not looked into.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`)
    expect
      .soft(found, `${where} has no findings, ${colorScheme}${size ? `, ${size.width} wide` : ''}`)
      .toEqual([])
  }
}

/** Closes what lies over the window; what was typed there is discarded. */
export async function leaveView(page: Page): Promise<void> {
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

/** What just appears or changes its colour is measured as it will be. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.effect?.getTiming().iterations === 1) animation.finish()
  })
}
