/** What a panel offers in the palette for what is selected or open in it. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { closePalette } from '../../../../renderer/app/palette/palette-store.ts'
import { openWindow } from '../../support/open-window.tsx'

beforeEach(() => {
  localStorage.clear()
  closePalette()
})

async function openPalette(): Promise<HTMLElement> {
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true })
  return screen.findByRole('combobox', { name: 'Commands and search' })
}

test('what can be done with the selected messages is offered first, and asks before it destroys', async () => {
  openWindow('#/queue?view=deferred')
  const list = await screen.findByRole('grid', { name: /messages/i })
  await within(list).findAllByRole('row')
  list.focus()
  fireEvent.keyDown(list, { key: 'a', ctrlKey: true })
  await screen.findByText(/ selected$/)
  const field = await openPalette()
  const offered = await screen.findByRole('group', { name: 'Selected' })
  expect(within(offered).getAllByRole('option')[0]?.textContent).toMatch(/^Send now\d+ messages/)
  fireEvent.change(field, { target: { value: 'return to sender' } })
  await waitFor(() =>
    expect(screen.getAllByRole('option', { selected: true })[0]?.textContent).toMatch(/^Bounce…/),
  )
  fireEvent.keyDown(field, { key: 'Enter' })
  await screen.findByRole('dialog', { name: /^Bounce \d+ messages/ })
})

test('an open message can be held by its command, and without one nothing is offered', async () => {
  const bridge = openWindow('#/queue')
  await screen.findByRole('grid', { name: /messages/i })
  const field = await openPalette()
  expect(screen.queryByRole('group', { name: 'Selected' })).toBeNull()
  fireEvent.keyDown(field, { key: 'Escape' })
  await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Commands and search' })).toBeNull())
  const waiting = Array.from({ length: 40 }, (_, at) => bridge.engine.queue.at(at)).find(
    ({ state }) => state === 'deferred',
  )
  location.hash = `#/queue/${waiting?.id}`
  await screen.findByRole('complementary', { name: 'Message' })
  const again = await openPalette()
  fireEvent.change(again, { target: { value: 'hold' } })
  await screen.findByRole('group', { name: 'Selected' })
  fireEvent.keyDown(again, { key: 'Enter' })
  await waitFor(() =>
    expect(
      Array.from({ length: 40 }, (_, at) => bridge.engine.queue.at(at)).find(({ id }) => id === waiting?.id)
        ?.state,
    ).toBe('held'),
  )
})

test('the open rule is duplicated and moved by its commands', async () => {
  const bridge = openWindow('#/rules')
  await screen.findByRole('list', { name: 'Relay rules' })
  const [first] = await bridge.client.rules.list()
  location.hash = `#/rules/${encodeURIComponent(first?.name ?? '')}`
  await screen.findByRole('button', { name: 'Duplicate' })
  const field = await openPalette()
  await screen.findByRole('group', { name: 'Selected' })
  expect(screen.queryByRole('option', { name: /Move rule up/ })).toBeNull()
  fireEvent.change(field, { target: { value: 'move rule down' } })
  fireEvent.keyDown(field, { key: 'Enter' })
  await waitFor(async () => expect((await bridge.client.rules.list())[1]?.name).toBe(first?.name))
})

test('a filter is saved as a view, and a saved view is opened, by the palette alone', async () => {
  openWindow('#/queue?filter=subject%3Ainvoice')
  await screen.findByRole('button', { name: 'Save view' })
  const field = await openPalette()
  fireEvent.change(field, { target: { value: 'save view' } })
  fireEvent.keyDown(field, { key: 'Enter' })
  const dialog = await screen.findByRole('dialog', { name: 'Save view' })
  fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: 'Invoices' } })
  fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  await screen.findByRole('button', { name: /^Invoices/ })
  location.hash = '#/queue'
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Save view' })).toBeNull())
  const again = await openPalette()
  fireEvent.change(again, { target: { value: 'invoices' } })
  fireEvent.keyDown(again, { key: 'Enter' })
  await waitFor(() => expect(decodeURIComponent(location.hash)).toContain('filter=subject:invoice'))
})

test('after G and Q the keys of the list work at once', async () => {
  openWindow('#/overview')
  await screen.findByRole('navigation', { name: 'Panels' })
  fireEvent.keyDown(document.body, { key: 'g' })
  fireEvent.keyDown(document.body, { key: 'q' })
  const list = await screen.findByRole('grid', { name: 'Messages' })
  await waitFor(() => expect(Number(list.getAttribute('aria-rowcount'))).toBeGreaterThan(1))
  fireEvent.keyDown(document.body, { key: 'a', ctrlKey: true })
  await screen.findByText('40 selected')
  expect(document.activeElement).toBe(list)
})
