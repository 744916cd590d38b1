import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openWindow } from '../support/open-window.tsx'

const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

test('a first start says what to do next', async () => {
  openWindow('#/overview', { messages: 0 })
  expect(await screen.findByText('Mailroom is running')).toBeDefined()
  const steps = await screen.findByText('Next steps')
  const list = steps.closest('section')
  expect(within(list as HTMLElement).getAllByRole('listitem').length).toBe(3)
  expect(screen.getByRole('link', { name: 'Add a route' }).getAttribute('href')).toBe('#/routes/new')
})

test('a new route says at its fields what is missing, then is added with a rule that leads to it', async () => {
  const bridge = openWindow('#/routes/new', { messages: 0 })
  await screen.findByLabelText('Name')
  press('Add')
  expect(await screen.findByText('Give it a name.')).toBeDefined()
  expect(screen.getByLabelText('Host').getAttribute('aria-invalid')).toBe('true')

  type('Name', 'provider')
  type('Host', 'smtp.provider.test')
  press('Add')
  expect(await screen.findByRole('button', { name: /^Route provider/ })).toBeDefined()
  expect(bridge.engine.config.rules).toMatchObject([
    { match: {}, action: { kind: 'route', route: 'provider' } },
  ])
})

test('an objection of the engine stands at its field', async () => {
  openWindow('#/routes/new')
  await screen.findByLabelText('Name')
  type('Name', 'direct')
  type('Host', 'smtp.provider.test')
  press('Add')
  expect(await screen.findByText('There is already one named “direct”.')).toBeDefined()
})

test('a new account shows its password this once', async () => {
  openWindow('#/accounts/new', { messages: 0 })
  await screen.findByLabelText('User name')
  type('User name', 'two words')
  press('Add')
  expect(await screen.findByText('A user name has no spaces, colons or control characters.')).toBeDefined()
  type('User name', 'scanner')
  press('Add')
  const dialog = await screen.findByRole('dialog', { name: 'Password of scanner' })
  expect(within(dialog).getByLabelText('Password').textContent).toMatch(/\S{8}/)
  fireEvent.click(within(dialog).getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(screen.queryByLabelText('Password')).toBeNull())
  expect(screen.getByRole('button', { name: /^Account scanner/ })).toBeDefined()
})

test('deleting a message shows what goes, waits for its undo window, and the row follows the engine', async () => {
  const bridge = openWindow('#/queue')
  const id = bridge.engine.queue.at(1).id
  location.hash = `#/queue/${id}`
  fireEvent.click(await screen.findByRole('button', { name: 'More actions' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete…' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Delete 1 message' }))
  await waitFor(() => expect(bridge.engine.queue.row(id)?.pending?.operation).toBe('delete'))
  fireEvent.click(await screen.findByRole('button', { name: 'Do it now' }))
  await waitFor(() => expect(bridge.engine.queue.row(id)?.state).toBe('cancelled'))
  expect((await screen.findAllByText('Deleted')).length).toBeGreaterThan(0)
})

test('a lost connection is said calmly, and what is shown stays', async () => {
  const bridge = openWindow('#/rules')
  await screen.findByRole('button', { name: /^Relay rule Colleagues/ })
  bridge.become({ kind: 'reconnecting', attempt: 1, reason: 'test' })
  expect(await screen.findByText(/Connecting to the mail engine again/)).toBeDefined()
  expect(screen.getByRole('button', { name: /^Relay rule Colleagues/ })).toBeDefined()
  press('Try now')
  await waitFor(() => expect(screen.queryByText(/Connecting to the mail engine again/)).toBeNull())
})

test('without a session the console asks for the address or token', async () => {
  const bridge = openWindow('#/queue')
  bridge.become({ kind: 'signed-out' })
  expect(await screen.findByLabelText('Address or token')).toBeDefined()
  press('Sign in')
  expect(await screen.findByText(/Paste the address or the token/)).toBeDefined()
})
