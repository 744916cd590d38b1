/** The first quarter of an hour: the guided start from nothing to a message that arrives, and a device with its watch. */
import { expect, type Page, test } from '@playwright/test'
import { screenshot } from './screenshot.ts'
import type { Site } from './site.ts'

export interface FirstRunHost {
  /** Also the prefix of its screenshots. */
  readonly name: string
  readonly page: Page
}

export async function firstRun(site: Site, { page, name }: FirstRunHost): Promise<void> {
  await test.step('who you are, found by the program', () => whoYouAre(page, name))
  await test.step('left and taken up again', () => resume(page))
  await test.step('where mail goes', () => whereMailGoes(page, name))
  await test.step('a test message and its way', () => testMessage(page, name))
  await test.step('a program gets its exact values', async () => {
    const pass = await addDevice(page, name)
    await watchDevice(page, site, pass, name)
  })
}

async function whoYouAre(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Guided start' })).toBeVisible()
  await expect(page.getByLabel('Name of this mail server')).toHaveValue('relay.office.test')
  await screenshot(page, `${name}-first-run`)
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('Programs on this computer may send already')).toBeVisible()
}

async function resume(page: Page): Promise<void> {
  await page.reload()
  await page.getByRole('link', { name: 'Guided start' }).click()
  await expect(page.getByText('Programs on this computer may send already')).toBeVisible()
  await page.getByRole('button', { name: 'Skip this step' }).click()
}

async function whereMailGoes(page: Page, name: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Where mail goes' })
  await screenshot(page, `${name}-first-run-route`)
  await form.getByText('Nowhere: keep it to look at').click()
  await form.getByRole('button', { name: 'Apply and go on' }).click()
  await expect(page.getByLabel('To', { exact: true })).toBeVisible()
}

async function testMessage(page: Page, name: string): Promise<void> {
  await page.getByLabel('To', { exact: true }).fill('anna@customer.test')
  await page.getByRole('button', { name: 'Send the test message' }).click()
  await expect(page.getByText(/Kept to look at/).first()).toBeVisible()
  await screenshot(page, `${name}-first-run-test`)
  await page.getByRole('button', { name: 'Finish' }).click()
  await expect(page.getByRole('heading', { name: 'Overview', exact: true })).toBeVisible()
  await expect(
    page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name: 'Guided start' }),
  ).toBeHidden()
}

async function addDevice(page: Page, name: string): Promise<string> {
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name: 'Accounts' }).click()
  await page.getByText('Add a device', { exact: true }).first().click()
  await page.getByLabel('Kind of device or program').selectOption({ label: 'Another device or program' })
  await page.getByLabel('Name', { exact: true }).fill('Ticket system')
  await page.getByText('On this computer', { exact: true }).click()
  await page.getByLabel('It sends as').fill('tickets@office.test')
  await screenshot(page, `${name}-add-device`)
  await page.getByRole('button', { name: 'Create it and show the values' }).click()
  const values = page.getByRole('table', { name: 'Values to type into the device' })
  await expect(values.getByRole('row', { name: /User name/ })).toContainText('ticket-system')
  await screenshot(page, `${name}-device-sheet`)
  return (
    (await values
      .getByRole('row', { name: /^Password/ })
      .getByRole('cell')
      .first()
      .textContent()) ?? ''
  )
}

async function watchDevice(page: Page, site: Site, pass: string, name: string): Promise<void> {
  const mail = { subject: 'Ticket 1', from: 'tickets@office.test' }
  await expect(site.submit({ ...mail, auth: { user: 'ticket-system', pass: 'wrong' } })).rejects.toThrow(
    /535/,
  )
  await expect(
    page
      .getByText(/password/i)
      .filter({ hasText: /wrong|not right|does not/i })
      .first(),
  ).toBeVisible()
  await screenshot(page, `${name}-device-diagnosis`)
  expect(await site.submit({ ...mail, auth: { user: 'ticket-system', pass } })).toMatch(/^250/)
  await expect(page.getByRole('link', { name: 'Open the message' })).toBeVisible()
  await screenshot(page, `${name}-device-works`)
}
