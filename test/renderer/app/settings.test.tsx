import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useLocation } from '../../../renderer/location/location-store.ts'
import { openWindow } from '../support/open-window.tsx'
import { press, type } from '../support/press.ts'

const section = () => useLocation.getState().place.params.section

test('what saving will do stands above the button, which says so', async () => {
  const bridge = openWindow('#/settings?section=retention')
  type(await screen.findByLabelText('Keep the history for'), '7d')
  const effects = await screen.findByRole('region', { name: 'What saving does' })
  expect(effects.textContent).toContain('8,214 ended messages')
  press('Save, with this effect')
  await waitFor(() => expect(bridge.engine.config.retention.history).toBe('7d'))
  await waitFor(() => expect(screen.queryByRole('region', { name: 'What saving does' })).toBeNull())
})

test('a listener that moves says how many sessions end', async () => {
  openWindow('#/settings/lan?section=listeners')
  type(await screen.findByLabelText('Port'), '2600')
  const effects = await screen.findByRole('region', { name: 'What saving does' })
  expect(effects.textContent).toContain('3 open sessions end with 421')
})

test('leaving what is not saved asks first', async () => {
  openWindow('#/settings?section=general')
  type(await screen.findByLabelText('Host name'), 'mail.office.test')
  fireEvent.click(screen.getByRole('link', { name: 'Limits' }))
  globalThis.dispatchEvent(new HashChangeEvent('hashchange'))
  const question = await screen.findByRole('alertdialog', { name: 'Leave without saving?' })
  expect(section()).toBe('general')
  fireEvent.click(within(question).getByRole('button', { name: 'Discard changes' }))
  await waitFor(() => expect(section()).toBe('limits'))
})

test('what is saved may be left without a question', async () => {
  const bridge = openWindow('#/settings/lan?section=listeners')
  type(await screen.findByLabelText('Port'), '2600')
  fireEvent.click(await screen.findByRole('button', { name: 'Save, with this effect' }))
  await waitFor(() => expect(bridge.engine.config.listeners.some(({ port }) => port === 2600)).toBe(true))
  await screen.findByRole('button', { name: 'Save' })
  fireEvent.click(screen.getByRole('link', { name: 'Limits' }))
  globalThis.dispatchEvent(new HashChangeEvent('hashchange'))
  await waitFor(() => expect(section()).toBe('limits'))
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

test('a section where nothing was typed is left without a question, whatever happened in it', async () => {
  openWindow('#/settings?section=backup')
  await screen.findByRole('form', { name: 'Backups by themselves' })
  fireEvent.click(screen.getByRole('button', { name: 'Back up now' }))
  await screen.findByText(/^The backup is made/)
  expect(screen.queryByRole('button', { name: 'Discard changes' })).toBeNull()
  fireEvent.click(screen.getByRole('link', { name: 'Limits' }))
  globalThis.dispatchEvent(new HashChangeEvent('hashchange'))
  await waitFor(() => expect(section()).toBe('limits'))
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

test('the search leads to the field and focuses it', async () => {
  openWindow('#/settings')
  await screen.findByLabelText('Host name')
  fireEvent.keyDown(document.body, { key: 'f', ctrlKey: true })
  const box = screen.getByRole('searchbox', { name: 'Search the settings' })
  expect(document.activeElement).toBe(box)
  type(box, 'give up')
  fireEvent.keyDown(box, { key: 'Enter' })
  const field = await screen.findByLabelText('Give up after')
  await waitFor(() => expect(document.activeElement).toBe(field))
  expect(section()).toBe('retry')
})

test('a search without a match says what to do', async () => {
  openWindow('#/settings')
  type(await screen.findByRole('searchbox', { name: 'Search the settings' }), 'xyzzy')
  expect(screen.getByText(/No setting has “xyzzy” in it/)).toBeDefined()
  press('Clear the search')
  expect(await screen.findByLabelText('Host name')).toBeDefined()
})

test('the first backup is asked for where there is none', async () => {
  openWindow('#/settings?section=backup', { messages: 0 })
  expect(await screen.findByText(/No backup yet/)).toBeDefined()
})

test('going back to a backup says what becomes of mail, and can send it again', async () => {
  openWindow('#/settings?section=backup')
  const [restore] = await screen.findAllByRole('button', { name: /^Restore .*…$/ })
  if (restore) fireEvent.click(restore)
  const dialog = await screen.findByRole('dialog', { name: /^Go back to/ })
  expect(dialog.textContent).toContain('are taken along')
  fireEvent.click(within(dialog).getByRole('switch', { name: 'Send mail of the backup again' }))
  fireEvent.click(within(dialog).getByRole('button', { name: 'Restore and send again' }))
  await waitFor(() => expect(screen.queryByRole('dialog', { name: /^Go back to/ })).toBeNull(), {
    timeout: 4_000,
  })
})

test('a backup is made and stands in the list', async () => {
  openWindow('#/settings?section=backup')
  const list = await screen.findByRole('list', { name: 'Backups' })
  const before = within(list).getAllByRole('listitem').length
  press('Back up now')
  await waitFor(
    () =>
      expect(within(screen.getByRole('list', { name: 'Backups' })).getAllByRole('listitem')).toHaveLength(
        before + 1,
      ),
    { timeout: 4_000 },
  )
})

test('secrets leave only with a passphrase that was typed twice', async () => {
  openWindow('#/settings?section=transfer')
  const form = await screen.findByRole('form', { name: 'Export with secrets' })
  type(within(form).getByLabelText('Passphrase'), 'short')
  fireEvent.submit(form)
  expect(await within(form).findByText('Use at least 8 characters.')).toBeDefined()
  type(within(form).getByLabelText('Passphrase'), 'long enough')
  fireEvent.submit(form)
  expect(await within(form).findByText('The two differ.')).toBeDefined()
})

test('DNS servers are tried before they are saved', async () => {
  openWindow('#/settings?section=dns')
  type(await screen.findByLabelText('Domain'), 'provider.example')
  press('Look up')
  expect(await screen.findByText('10 mx1.provider.example')).toBeDefined()
})
