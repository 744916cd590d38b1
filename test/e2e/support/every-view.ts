/** How to come to every view of the window: each panel with its tabs, inspectors, editors, menus, dialogs and popovers. */
import { expect, type Page } from '@playwright/test'

type Opening = (page: Page) => Promise<void>

/** Each panel with its inspector or editor beside the list. */
export const OPENINGS: Readonly<Record<string, Readonly<Record<string, Opening>>>> = {
  Overview: {
    panel: async () => undefined,
    'as a table': (page) => page.getByRole('button', { name: 'Show as table' }).first().click(),
    'keyboard shortcuts': async (page) => {
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog')).toBeVisible()
    },
    'commands and search': async (page) => {
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('option').first()).toBeVisible()
    },
    'about and licences': async (page) => {
      await page.getByRole('button', { name: /^About Mailroom/ }).click()
      await page.getByRole('button', { name: 'Licences of what is built in' }).click()
    },
    ...Object.fromEntries(
      ['Who you are', 'Who will send', 'Where mail goes', 'A test message'].map((name) => [
        `guided start, ${name}`,
        (page: Page) => guidedStart(page, name),
      ]),
    ),
    'guided start, straight to the recipients': async (page) => {
      await guidedStart(page, 'Where mail goes')
      await page.getByRole('button', { name: 'Straight to the recipients' }).click()
    },
    'adding a device': async (page) => {
      await openPlace(page, '#/setup/device')
      await expect(page.getByLabel('Kind of device or program')).toBeVisible()
    },
    'values for a device, and its watch': async (page) => {
      await openPlace(page, '#/setup/device')
      await page.getByLabel('Kind of device or program').selectOption({ label: 'Another device or program' })
      await page.getByLabel('Name', { exact: true }).fill('Ticket system')
      await page.getByText('On this computer', { exact: true }).click()
      await page.getByLabel('It sends as').fill('tickets@office.test')
      await page.getByRole('button', { name: 'Create it and show the values' }).click()
      await expect(page.getByRole('table', { name: 'Values to type into the device' })).toBeVisible()
    },
    'support bundle': async (page) => {
      await page.getByRole('button', { name: /^About Mailroom/ }).click()
      await page.getByRole('button', { name: 'Support bundle…' }).click()
      await expect(page.getByRole('navigation', { name: 'Files of the bundle' })).toBeVisible()
    },
  },
  Queue: {
    list: async () => undefined,
    ...Object.fromEntries(
      ['Journey', 'Recipients', 'Message', 'Headers', 'Source'].map((name) => [
        `message, ${name}`,
        async (page: Page) => {
          await page.getByRole('row', { name: /thirty/ }).click()
          await page.getByRole('tab', { name }).click()
        },
      ]),
    ),
    'menu of a message': async (page) => {
      await page.getByRole('row', { name: /Waits for a look/ }).click()
      await page.getByRole('button', { name: 'More actions' }).click()
    },
    'question before a deletion': async (page) => {
      await page.getByRole('row', { name: /Waits for a look/ }).click()
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: 'Delete…' }).click()
      await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toBeVisible()
    },
    'another route': async (page) => {
      await page.getByRole('row', { name: /Waits for a look/ }).click()
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: 'Send by another route…' }).click()
      await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toBeVisible()
    },
    'columns and rows': (page) => page.getByRole('button', { name: 'Columns and rows' }).click(),
    'how to filter': (page) => page.getByRole('button', { name: 'How to filter' }).click(),
  },
  Sessions: {
    list: async () => undefined,
    session: (page) => page.getByRole('grid').getByRole('row').nth(1).click(),
    'blocking a client': async (page) => {
      await page.getByRole('button', { name: 'Inbound' }).click()
      await page.getByRole('grid').getByRole('row').nth(1).click()
      await page.getByRole('button', { name: 'More about this session' }).click()
      await page.getByRole('menuitem', { name: 'Block this client…' }).click()
    },
  },
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
    locks: (page) => page.getByRole('button', { name: /^Locked and blocked/ }).click(),
  },
  Settings: {
    search: async (page) => {
      await page.getByRole('searchbox', { name: 'Search the settings' }).fill('size')
      await expect(page.getByRole('list', { name: 'Found settings' })).toBeVisible()
    },
    ...Object.fromEntries(
      [
        'General',
        'Listeners',
        'Certificate',
        'DNS',
        'Delivery',
        'Retention',
        'Backup and restore',
        'Import and export',
        'Audit log',
      ].map((name) => [name, (page: Page) => section(page, name)]),
    ),
    'effects of a change': async (page) => {
      await section(page, 'Listeners')
      await page.getByRole('button', { name: /^Listener.*local/ }).click()
      await page.getByLabel('Port', { exact: true }).fill('2599')
      await expect(page.getByRole('region', { name: 'What saving does' })).toBeVisible()
    },
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

async function openPlace(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => location.assign(to), hash)
}

async function guidedStart(page: Page, step: string): Promise<void> {
  await openPlace(page, '#/setup')
  const steps = page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: step })
  await steps.click()
  await expect(steps).toHaveAttribute('aria-current', 'step')
}

const RULE_PARTS = [
  ['Add condition', 'SPF result'],
  ['Add condition', 'Time of day and week'],
  ['Add exception', 'Header field'],
  ['Add change', 'Change the From field'],
  ['Add change', 'Send only at certain times'],
] as const

const section = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click()
