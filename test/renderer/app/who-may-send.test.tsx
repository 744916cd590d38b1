import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openWindow } from '../support/open-window.tsx'
import { pick, press, type } from '../support/press.ts'

test('an app password is shown once, then stands in the list until it is revoked', async () => {
  const bridge = openWindow('#/accounts/webshop')
  type(await screen.findByLabelText('Name of a new app password'), 'Shop server')
  press('Make password')
  const dialog = await screen.findByRole('dialog', { name: 'Password of webshop' })
  expect(within(dialog).getByLabelText('Password').textContent).not.toBe('')
  fireEvent.click(within(dialog).getByRole('button', { name: 'Done' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Revoke Shop server' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Revoke' }))
  await waitFor(() =>
    expect(bridge.engine.accounts.find(({ username }) => username === 'webshop')?.appPasswords).toEqual([]),
  )
})

test('limits and rights of an account are saved; empty fields limit nothing', async () => {
  const bridge = openWindow('#/accounts/webshop')
  type(await screen.findByLabelText('Messages in an hour'), '30')
  type(screen.getByLabelText('Until'), '2027-01-31')
  press('Save')
  await waitFor(() =>
    expect(bridge.engine.accounts.find(({ username }) => username === 'webshop')?.limits).toEqual({
      messagesPerHour: 30,
    }),
  )
  const saved = bridge.engine.accounts.find(({ username }) => username === 'webshop')
  expect(new Date(saved?.expiresAt ?? 0).getFullYear()).toBe(2027)
  expect(saved).not.toHaveProperty('maxSize')
})

test('a copier becomes a named network with a device profile, marked as legacy', async () => {
  const bridge = openWindow('#/accounts/new?view=networks')
  type(await screen.findByLabelText('Name'), 'Old copier')
  const addresses = screen.getByLabelText('Addresses')
  type(addresses, '192.168.10.99')
  fireEvent.keyDown(addresses, { key: 'Enter' })
  fireEvent.click(screen.getByRole('checkbox', { name: 'Empty or odd greeting' }))
  fireEvent.click(screen.getByRole('checkbox', { name: 'TLS 1.0 and 1.1' }))
  press('Add')
  const row = await screen.findByRole('button', { name: /^Network Old copier/ })
  expect(within(row).getByText('Legacy')).toBeDefined()
  expect(bridge.engine.config.networks.at(-1)).toMatchObject({
    name: 'Old copier',
    addresses: ['192.168.10.99'],
    tolerate: ['any-hello', 'old-tls'],
    trusted: true,
  })
})

test('what was typed for an account is not lost by a click elsewhere; Cancel asks nothing', async () => {
  openWindow('#/accounts/webshop')
  type(await screen.findByLabelText('Messages in an hour'), '30')
  fireEvent.click(screen.getByRole('button', { name: /^Account scanner/ }))
  const question = await screen.findByRole('alertdialog', { name: 'Leave without saving?' })
  fireEvent.click(within(question).getByRole('button', { name: 'Cancel' }))
  expect(screen.getByRole('form', { name: 'Account webshop' })).toBeDefined()
  expect(screen.getByLabelText<HTMLInputElement>('Messages in an hour').value).toBe('30')
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  press('Cancel')
  await waitFor(() => expect(screen.queryByRole('form', { name: 'Account webshop' })).toBeNull())
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

test('the tab of who is refused counts locks and blocks', async () => {
  const bridge = openWindow('#/accounts')
  const tab = await screen.findByRole('button', { name: /^Locked and blocked/ })
  await waitFor(() => expect(tab.textContent).toBe('Locked and blocked1'))
  await bridge.client.security.block({ client: '203.0.113.9', until: null, note: '' })
  await waitFor(() => expect(tab.textContent).toBe('Locked and blocked2'))
})

test('a locked sign-in is listed and can be released', async () => {
  const bridge = openWindow('#/accounts?view=locks')
  expect(await screen.findByText('practice-software from 192.168.10.77')).toBeDefined()
  press('Release practice-software from 192.168.10.77')
  expect(await screen.findByText(/Nobody is locked out/)).toBeDefined()
  expect(bridge.engine.locks).toEqual([])
})

test('a route to Microsoft 365 comes filled in, and asks to sign in once it is saved', async () => {
  const bridge = openWindow('#/routes/new')
  type(await screen.findByLabelText('Name'), 'office365')
  pick(screen.getByLabelText('Provider', { selector: 'select' }), 'microsoft365')
  expect(await screen.findByDisplayValue('smtp.office365.com')).toBeDefined()
  type(screen.getByLabelText('Mailbox'), 'relay@office.test')
  type(screen.getByLabelText('Client id'), 'f1d2')
  press('Add')
  await waitFor(() =>
    expect(bridge.engine.config.routes.find(({ name }) => name === 'office365')).toMatchObject({
      host: 'smtp.office365.com',
      preset: 'microsoft365',
      pacing: { messagesPerMinute: 30 },
      auth: { kind: 'oauth2', provider: 'microsoft', username: 'relay@office.test' },
    }),
  )
})

test('a rule with an exception and changes is saved as it was typed', async () => {
  const bridge = openWindow('#/rules/new')
  type(await screen.findByLabelText('Name'), 'Scans to the archive')
  fireEvent.click(screen.getByRole('button', { name: 'Add exception' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Recipient' }))
  const recipients = await screen.findByLabelText('Recipient')
  type(recipients, 'boss@office.test')
  fireEvent.keyDown(recipients, { key: 'Enter' })
  fireEvent.click(screen.getByRole('button', { name: 'Add change' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Send a blind copy' }))
  type(await screen.findByLabelText('Address'), 'archive@office.test')
  pick(screen.getByLabelText('Action'), 'continue')
  press('Add')
  await waitFor(() =>
    expect(bridge.engine.config.rules.find(({ name }) => name === 'Scans to the archive')).toEqual({
      name: 'Scans to the archive',
      enabled: true,
      match: {},
      except: { recipients: ['boss@office.test'] },
      changes: [{ kind: 'add-recipient', address: 'archive@office.test' }],
      action: { kind: 'continue' },
    }),
  )
})

test('What would happen? shows the decision and the verdict on each rule', async () => {
  openWindow('#/rules?simulate=new')
  type(await screen.findByLabelText('Sender'), 'scanner@office.test')
  const recipients = screen.getByLabelText('Recipients')
  type(recipients, 'anna@office.test')
  fireEvent.keyDown(recipients, { key: 'Enter' })
  press('Ask')
  expect(await screen.findByText('It takes the route “provider”.')).toBeDefined()
  expect(screen.getByText('250 2.1.0 Sender <scanner@office.test> is fine')).toBeDefined()
  fireEvent.click(screen.getByText('Rule by rule'))
  expect(screen.getAllByText('differs: recipient domain').length).toBeGreaterThan(0)
  // An answer to another question must not stand beside this one.
  type(screen.getByLabelText('Sender'), 'stranger@elsewhere.test')
  await waitFor(() => expect(screen.queryByText('It takes the route “provider”.')).toBeNull())
  press('Ask')
  expect(await screen.findByText('250 2.1.0 Sender <stranger@elsewhere.test> is fine')).toBeDefined()
})

test('a DKIM key shows the record to publish', async () => {
  openWindow('#/settings/new?section=dkim')
  type(await screen.findByLabelText('Domain'), 'office.test')
  type(screen.getByLabelText('Selector'), 's7')
  press('Make key', screen.getByRole('form', { name: 'New DKIM key' }))
  expect(await screen.findByText('s7._domainkey.office.test')).toBeDefined()
  press('Check DNS')
  expect(await screen.findByText('DNS has no such record yet.')).toBeDefined()
})

test('local mail: an alias is saved, and an empty quota is none', async () => {
  const bridge = openWindow('#/settings?section=local')
  fireEvent.click(await screen.findByRole('button', { name: 'Add catch-all' }))
  type(screen.getByLabelText('Unknown addresses at'), 'office.test')
  type(screen.getByLabelText('Go to'), 'anna@office.test')
  type(screen.getByLabelText('Quota of a mailbox'), '')
  press('Save')
  await waitFor(() =>
    expect(bridge.engine.config.localMail.catchAll).toEqual([
      { domain: 'office.test', to: 'anna@office.test' },
    ]),
  )
  expect(bridge.engine.config.localMail).not.toHaveProperty('quota')
  expect(bridge.engine.config.localMail.mailboxes).toHaveLength(2)
})
