/**
 * What somebody does who wants to know why a device does not get its mail through: finds its session, reads it while
 * it lasts, learns which setting refused it and goes there, ends it, shuts the client out. In every host.
 */
import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import type { MailroomProcess } from '../../support/mailroom-process.ts'
import { goTo } from './office-day.ts'
import type { SavedFile } from './open-console.ts'
import { screenshot } from './screenshot.ts'
import { openSite, type Site } from './site.ts'
import { openTalkingClient } from './talking-client.ts'

/** Loopback addresses that stand for devices. */
const [OFFICE, COPIER, STRANGER, SLOW, BLOCKED] = [
  '127.0.0.1',
  '127.0.0.5',
  '127.0.0.6',
  '127.0.0.7',
  '127.0.0.8',
] as const

export function openSessionsSite(): Promise<Site> {
  return openSite({
    trustedNetworks: [`${OFFICE}/32`],
    config: (port) => ({
      // Written by hand: the window shuts out no address of this computer, and others do not reach a test.
      blockedClients: [{ client: BLOCKED, note: 'Sends nonsense', since: 0, until: null }],
      networks: [{ name: 'Copiers', addresses: [COPIER], allowedSenders: ['copier@office.test'] }],
      routes: [{ kind: 'smarthost', name: 'provider', host: '127.0.0.1', port, tls: 'never' }],
      rules: [
        {
          name: 'No newsletters',
          match: { recipientDomains: ['newsletter.test'] },
          action: { kind: 'reject', code: 550, text: 'No newsletters from here' },
        },
        { name: 'Everything else', match: {}, action: { kind: 'route', route: 'provider' } },
      ],
    }),
    async prepare(mailroom: MailroomProcess) {
      await mailroom.call('POST', '/accounts', {
        username: 'scanner',
        disabled: false,
        cramMd5: false,
        allowedSenders: ['scanner@office.test'],
      })
    },
  })
}

export interface SavingHost {
  /** Also the prefix of its screenshots. */
  readonly name: string
  readonly page: Page
  /** The file that is saved by what is done. */
  saved(act: () => Promise<void>): Promise<SavedFile>
}

export async function sessionsDay(site: Site, host: SavingHost): Promise<void> {
  const { page, name } = host
  await site.nextHop.up()
  await test.step('why was this refused, and the setting that did it', () => refusals(page, site, name))
  await test.step('from a message to its session and back', () => messageAndBack(page, site, name))
  await test.step('the list pauses without loss', () => pauseAndResume(page, site, name))
  await test.step('an open session is followed, and ended', () => followAndDisconnect(page, site, name))
  await test.step('a client is blocked, refused, and let in again', () => blockAndUnblock(page, site, name))
  await test.step('filters', () => filters(page))
  await test.step('a conversation is exported', () => exported(host))
}

interface Refusal {
  readonly client: string
  readonly send: (site: Site) => Promise<unknown>
  readonly title: string | RegExp
  readonly button: string | RegExp
  readonly place: RegExp
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  rule: {
    client: OFFICE,
    send: (site) => site.submit({ subject: 'News', to: 'all@newsletter.test' }),
    title: 'The relay rule “No newsletters” refused it',
    button: 'Open the rule',
    place: /#\/rules\/No%20newsletters/,
  },
  network: {
    client: COPIER,
    send: (site) => site.submit({ subject: 'As somebody else', localAddress: COPIER }),
    title: 'The network “Copiers” does not allow it',
    button: 'Open the network',
    place: /#\/accounts\/Copiers\?view=networks/,
  },
  account: {
    client: OFFICE,
    send: (site) => site.submit({ subject: 'Wrong', auth: { user: 'scanner', pass: 'not-the-password' } }),
    title: 'The sign-in of “scanner” failed',
    button: 'Open the account',
    place: /#\/accounts\/scanner/,
  },
  relaying: {
    client: STRANGER,
    send: (site) => site.submit({ subject: 'Relay me', localAddress: STRANGER }),
    title: 'Nobody knows this client',
    button: `Make a network of ${STRANGER}`,
    place: /#\/accounts\/new\?.*address=127\.0\.0\.6/,
  },
}

async function refusals(page: Page, site: Site, name: string): Promise<void> {
  for (const [kind, refusal] of Object.entries(REFUSALS))
    await test.step(kind, async () => {
      await expect(refusal.send(site)).rejects.toThrow(/5\d\d/)
      await goTo(page, 'Sessions')
      await filter(page, `client:${refusal.client} outcome:refused`)
      await sessions(page).nth(1).click()
      const why = page.getByRole('region', { name: 'Why was this refused' })
      await expect(why.getByRole('heading', { name: refusal.title })).toBeVisible()
      await why.getByRole('button', { name: 'Show the line' }).click()
      await expect(page.getByRole('log', { name: 'Lines' })).toContainText(/5\d\d/)
      await screenshot(page, `${name}-refused-by-${kind}`)
      await why.getByRole('button', { name: refusal.button }).click()
      await expect(page).toHaveURL(refusal.place)
      await expect(page.getByRole('form').first()).toBeVisible()
    })
}

async function messageAndBack(page: Page, site: Site, name: string): Promise<void> {
  expect(await site.submit({ subject: 'Where did it go' })).toMatch(/^250/)
  await expect.poll(() => site.nextHop.received.join()).toContain('Subject: Where did it go')
  await goTo(page, 'Queue')
  await page.getByRole('row', { name: /Where did it go/ }).click()
  await expect(page.getByRole('list', { name: 'History' })).toContainText(/Delivered/)
  const message = new URL(page.url()).hash.split('/').at(-1)?.split('?')[0] ?? ''
  await page.getByRole('link', { name: 'See the session' }).last().click()
  const conversation = page.getByRole('region', { name: 'Conversation', exact: true })
  await expect(conversation.getByRole('heading', { level: 2 })).toHaveText(/^To /)
  await expect(conversation.getByRole('log')).toContainText('RCPT TO:<anna@customer.test>')
  await screenshot(page, `${name}-session-of-message`)
  await conversation.getByRole('link', { name: message }).click()
  await expect(page).toHaveURL(new RegExp(`#/queue/${message}`))
  await expect(page.getByRole('heading', { name: 'Where did it go' })).toBeVisible()
}

async function pauseAndResume(page: Page, site: Site, name: string): Promise<void> {
  await goTo(page, 'Sessions')
  await filter(page, `client:${OFFICE} direction:in`)
  const pause = page.getByRole('button', { name: 'Pause', exact: true })
  await pause.click()
  const before = await sessions(page).count()
  for (const subject of ['one', 'two', 'three']) await site.submit({ subject })
  await expect(page.getByRole('button', { name: /changes waiting/ })).toBeVisible()
  expect(await sessions(page).count()).toBe(before)
  await screenshot(page, `${name}-sessions-paused`)
  await page.getByRole('button', { name: /changes waiting/ }).click()
  await expect(sessions(page)).toHaveCount(before + 3)
}

async function followAndDisconnect(page: Page, site: Site, name: string): Promise<void> {
  const client = await openTalkingClient(site.listenerPort, SLOW)
  await filter(page, `client:${SLOW}`)
  await sessions(page).nth(1).click()
  const conversation = page.getByRole('region', { name: 'Conversation', exact: true })
  expect(await client.say('EHLO slow-device')).toMatch(/^250/)
  await expect(conversation.getByRole('log')).toContainText('EHLO slow-device')
  await conversation.getByRole('button', { name: 'Pause the conversation' }).click()
  expect(await client.say('NOOP while-nobody-reads')).toMatch(/^250/)
  await expect(conversation.getByRole('button', { name: /^\d+ new lines?$/ })).toBeVisible()
  await expect(conversation.getByRole('log')).not.toContainText('while-nobody-reads')
  await screenshot(page, `${name}-conversation-paused`)
  await conversation.getByRole('button', { name: /^\d+ new lines?$/ }).click()
  await expect(conversation.getByRole('log')).toContainText('NOOP while-nobody-reads')
  await conversation.getByRole('button', { name: 'Disconnect…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect', exact: true }).click()
  expect(await client.ended).toMatch(/^421 /)
  await expect(conversation.getByRole('button', { name: 'Disconnect…' })).toBeHidden()
  await screenshot(page, `${name}-disconnected`)
}

async function blockAndUnblock(page: Page, site: Site, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More about this session' }).click()
  await page.getByRole('menuitem', { name: 'Block this client…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Block a client' })
  await expect(dialog.getByLabel('Address or network')).toHaveValue(SLOW)
  await dialog.getByRole('button', { name: 'Block it' }).click()
  await expect(dialog.getByRole('alert')).toContainText('is an address of this computer')
  await dialog.getByLabel('Address or network').fill('192.0.2.9')
  await dialog.getByLabel('Note').fill('Guesses passwords')
  await screenshot(page, `${name}-block`)
  await dialog.getByRole('button', { name: 'Block it' }).click()
  await expect(dialog).toBeHidden()
  await expect(site.submit({ subject: 'Let me in', localAddress: BLOCKED })).rejects.toThrow(/5\d\d/)
  await filter(page, `client:${BLOCKED} cause:blocked`)
  await sessions(page).nth(1).click()
  await page.getByRole('button', { name: 'Show who is blocked' }).click()
  const blocked = page.getByRole('region', { name: 'Blocked clients' })
  for (const note of ['Guesses passwords', 'Sends nonsense']) await expect(blocked).toContainText(note)
  await screenshot(page, `${name}-blocked-clients`)
  for (const client of ['192.0.2.9', BLOCKED])
    await blocked.getByRole('button', { name: `Unblock ${client}` }).click()
  await expect(blocked).toContainText('Nobody is blocked')
  const client = await openTalkingClient(site.listenerPort, BLOCKED)
  expect(await client.say('EHLO good-again')).toMatch(/^250/)
  client.hangUp()
}

async function filters(page: Page): Promise<void> {
  await goTo(page, 'Sessions')
  for (const [asked, peer] of [
    ['code:535', OFFICE],
    ['"No newsletters from here"', OFFICE],
    [`client:${COPIER}`, COPIER],
  ] as const) {
    await filter(page, asked)
    await expect(sessions(page).nth(1)).toContainText(peer)
  }
  await filter(page, 'client:192.0.2.1')
  await page.getByRole('button', { name: 'Show all sessions' }).click()
  await expect(sessions(page).nth(3)).toBeVisible()
}

async function exported({ page, saved }: SavingHost): Promise<void> {
  await sessions(page).nth(1).click()
  for (const [entry, name] of [
    ['Export as text', /\.txt$/],
    ['Export as JSON', /\.json$/],
  ] as const) {
    await page.getByRole('button', { name: 'More about this session' }).click()
    const file = await saved(() => page.getByRole('menuitem', { name: entry }).click())
    expect(file.name).toMatch(name)
    expect(readFileSync(file.path, 'utf8')).toContain('EHLO')
  }
}

/** The head of the list is its first row. */
const sessions = (page: Page) => page.getByRole('grid', { name: 'Sessions' }).getByRole('row')

async function filter(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Filter sessions' }).fill(text)
  await page.keyboard.press('Enter')
}
