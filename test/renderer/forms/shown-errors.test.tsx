import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openWindow } from '../support/open-window.tsx'
import { press, type } from '../support/press.ts'

test('a part of the form that is closed opens where something in it is wrong, and the keyboard goes there', async () => {
  openWindow('#/routes/provider')
  const field = await screen.findByLabelText('Connect from')
  const part = field.closest('details')
  expect(part?.open).toBe(false)
  type(field, 'nonsense')
  press('Save')
  await waitFor(() => expect(part?.open).toBe(true))
  expect(document.activeElement).toBe(field)
})

test('a condition that says nothing is not saved as a rule for all mail', async () => {
  const bridge = openWindow('#/rules/new')
  const rules = bridge.engine.config.rules.length
  type(await screen.findByLabelText('Name'), 'Archive')
  fireEvent.click(screen.getByRole('button', { name: 'Add condition' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Subject' }))
  press('Add')
  await waitFor(() => expect(screen.getByLabelText('Subject').getAttribute('aria-invalid')).toBe('true'))
  expect(bridge.engine.config.rules).toHaveLength(rules)
})

test('Enter in a list of addresses ends an address and never submits', async () => {
  openWindow('#/accounts/scanner')
  const field = await screen.findByLabelText('Allowed senders')
  type(field, 'fax@office.test')
  expect(fireEvent.keyDown(field, { key: 'Enter' })).toBe(false)
  expect(screen.getByRole('button', { name: 'Remove fax@office.test' })).toBeTruthy()
  expect(fireEvent.keyDown(field, { key: 'Enter' })).toBe(false)
})
