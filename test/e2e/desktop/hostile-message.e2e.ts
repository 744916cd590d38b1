import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, expect, test } from '@playwright/test'
import { openTrap, readHostileMail, sendHostileMail, type Trap } from '../support/hostile-mail.ts'
import { openSite, type Site } from '../support/site.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

let site: Site
let application: ElectronApplication
let trap: Trap

test.beforeEach(async () => {
  site = await openSite()
  trap = await openTrap()
  application = await _electron.launch({
    ...(process.env.MAILROOM_ELECTRON ? { executablePath: process.env.MAILROOM_ELECTRON } : {}),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', root, '--data', site.data],
  })
})

test.afterEach(async () => {
  await application.close()
  await trap.close()
  await site.close()
})

test('a message that wants to run and to fetch does neither, in the desktop application', async () => {
  test.setTimeout(180_000)
  const page = await application.firstWindow()
  await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()
  // The window may be there before the engine listens.
  await expect(() => sendHostileMail(site.listenerPort, trap, 'Your account is closed')).toPass()
  await readHostileMail(page, trap, 'Your account is closed')
})
