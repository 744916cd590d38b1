import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import {
  changePreferences,
  DEFAULT_PREFERENCES,
  usePreferences,
} from '../../../../renderer/features/queue/queue-preferences.ts'
import { NEWEST_FIRST, useQueue } from '../../../../renderer/features/queue/queue-store.ts'
import { NOTHING } from '../../../../renderer/features/queue/selection.ts'
import { useOperations } from '../../../../renderer/operations/operations-store.ts'
import { openWindow } from '../../support/open-window.tsx'
import { press, type } from '../../support/press.ts'

beforeEach(() => {
  changePreferences(DEFAULT_PREFERENCES)
  useQueue.setState({ sort: NEWEST_FIRST, columns: null, selected: NOTHING, cursor: null })
  useOperations.setState({ open: [], mine: new Set() })
})

const box = async () => screen.findByRole('combobox', { name: 'Filter messages' })
const grid = () => screen.findByRole('grid', { name: 'Messages' })
const key = (target: HTMLElement, name: string, more: object = {}) =>
  fireEvent.keyDown(target, { key: name, ...more })

test('a first start says what to do first', async () => {
  openWindow('#/queue', { messages: 0 })
  expect(await screen.findByText(/No mail yet/)).toBeDefined()
  expect(screen.getByRole('link', { name: 'See how to send the first one' })).toBeDefined()
})

test('a filter that finds nothing is named, and can be cleared', async () => {
  openWindow('#/queue?view=held&filter=nosuchword')
  expect(await screen.findByText('No held message matches “nosuchword”.')).toBeDefined()
  fireEvent.click(screen.getAllByRole('button', { name: 'Clear the filter' }).at(-1) as HTMLElement)
  expect(await grid()).toBeDefined()
  expect(location.hash).toBe('#/queue?view=held')
})

test('what is wrong in the filter is told below it and described to who cannot see it', async () => {
  openWindow('#/queue?filter=age%3A2x')
  const field = await box()
  const told = await screen.findByText('“age:2x” is no time span. Write age:>2h.')
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(told.closest('ul')?.id).toBe(field.getAttribute('aria-describedby'))
})

test('nothing is done to everything that matches while a part of the filter is not understood', async () => {
  openWindow('#/queue?filter=age%3A2x')
  const table = await grid()
  await waitFor(() => expect(Number(table.getAttribute('aria-rowcount'))).toBeGreaterThan(1))
  key(table, 'a', { ctrlKey: true })
  key(table, 'Delete')
  expect((await screen.findAllByText(/^Correct the filter first/)).length).toBeGreaterThan(0)
  expect(screen.queryByRole('dialog', { name: /^Delete/ })).toBeNull()
})

test('nor while its last word may still become a key', async () => {
  openWindow('#/queue')
  const table = await grid()
  await waitFor(() => expect(Number(table.getAttribute('aria-rowcount'))).toBeGreaterThan(1))
  type((await box()) as HTMLInputElement, 'sta')
  key(table, 'a', { ctrlKey: true })
  key(table, 'Delete')
  expect((await screen.findAllByText(/^The last word of the filter/)).length).toBeGreaterThan(0)
  expect(screen.queryByRole('dialog', { name: /^Delete/ })).toBeNull()
})

test('the filter completes keys and values by keyboard, and lives in the address', async () => {
  openWindow('#/queue')
  const field = (await box()) as HTMLInputElement
  fireEvent.focus(field)
  type(field, 'stat')
  expect(screen.getByRole('option', { name: /^state:/ })).toBeDefined()
  key(field, 'Tab')
  expect(field.value).toBe('state:')
  type(field, 'state:fail')
  expect(field.getAttribute('aria-expanded')).toBe('true')
  key(field, 'Enter')
  expect(field.value).toBe('state:failed ')
  expect(location.hash).toBe('#/queue?filter=state%3Afailed+')
  key(field, 'Escape')
  expect(field.getAttribute('aria-expanded')).toBe('false')
})

test('a filter is saved as a view, renamed, and removed', async () => {
  openWindow('#/queue?filter=state%3Afailed')
  press((await screen.findByRole('button', { name: 'Save view' })).textContent ?? '')
  type(await screen.findByLabelText('Name'), 'Broken')
  press('Save')
  const tab = await screen.findByRole('button', { name: /^Broken/ })
  await waitFor(() => expect(tab.getAttribute('aria-pressed')).toBe('true'))
  expect(usePreferences.getState().views).toMatchObject([{ name: 'Broken', filter: 'state:failed' }])

  press('Actions for the view “Broken”')
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Rename…' }))
  type(await screen.findByLabelText('Name'), 'Lost')
  press('Save')
  expect(await screen.findByRole('button', { name: /^Lost/ })).toBeDefined()

  press('Actions for the view “Lost”')
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Remove view' }))
  await waitFor(() => expect(usePreferences.getState().views).toEqual([]))
  expect(location.hash).toBe('#/queue')
})

test('J and K move, X selects, Shift extends, Escape lets go', async () => {
  openWindow('#/queue')
  const table = await grid()
  await waitFor(() => expect(table.getAttribute('aria-rowcount')).toBe('41'))
  key(table, 'j')
  key(table, 'j')
  key(table, 'J')
  expect(await screen.findByText('2 selected')).toBeDefined()
  key(table, 'x')
  expect(await screen.findByText('1 selected')).toBeDefined()
  key(table, 'Escape')
  await waitFor(() => expect(screen.queryByRole('toolbar')).toBeNull())
})

test('a letter after G belongs to the window, not to the message under the cursor', async () => {
  const bridge = openWindow('#/queue')
  const table = await grid()
  await waitFor(() => expect(table.getAttribute('aria-rowcount')).toBe('41'))
  key(table, 'j')
  key(table, 'g')
  key(table, 'h')
  expect(bridge.engine.queue.row(bridge.engine.queue.at(0).id)?.state).not.toBe('held')
})

test('deleting all that match shows how many and which, can be undone, and Ctrl Z does it', async () => {
  const bridge = openWindow('#/queue?view=waiting')
  const table = await grid()
  await waitFor(() => expect(Number(table.getAttribute('aria-rowcount'))).toBeGreaterThan(1))
  const before = bridge.engine.queue.counts({})
  key(table, 'a', { ctrlKey: true })
  key(table, 'Delete')
  const dialog = await screen.findByRole('dialog', { name: /^Delete \d+ messages\?$/ })
  expect(within(dialog).getByText(/open recipients/)).toBeDefined()
  expect(within(dialog).getByText(/until then it can be undone/)).toBeDefined()
  fireEvent.click(within(dialog).getByRole('button', { name: /^Delete \d+ messages$/ }))
  expect(await screen.findByText(/^Deleting \d+ messages$/)).toBeDefined()
  await screen.findByRole('button', { name: 'Undo' })
  expect(bridge.engine.queue.counts({}).cancelled).toBe(before.cancelled)
  key(document.body, 'z', { ctrlKey: true })
  await waitFor(() => expect(bridge.engine.queue.counts({})).toEqual(before))
  expect((await screen.findAllByText(/^Undone: \d+ messages are as before\.$/)).length).toBeGreaterThan(0)
})

test('rerouting asks for the route', async () => {
  const bridge = openWindow('#/queue?filter=state%3Adeferred')
  const table = await grid()
  await waitFor(() => expect(Number(table.getAttribute('aria-rowcount'))).toBeGreaterThan(1))
  key(table, 'j')
  key(table, 'r')
  const dialog = await screen.findByRole('dialog', { name: 'Reroute 1 message' })
  fireEvent.click(await within(dialog).findByRole('radio', { name: 'direct' }))
  fireEvent.click(within(dialog).getByRole('button', { name: 'Send 1 message by “direct”' }))
  await waitFor(() =>
    expect([...bridge.engine.queue.marks.values()].map((mark) => mark.forcedRoute)).toEqual(['direct']),
  )
})

test('columns are chosen, ordered and kept', async () => {
  openWindow('#/queue')
  await grid()
  press('Columns and rows')
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Account' }))
  expect(await screen.findByRole('columnheader', { name: /^Account/ })).toBeDefined()
  press('Sender: earlier')
  expect(
    usePreferences
      .getState()
      .columns?.slice(0, 2)
      .map(({ id }) => id),
  ).toEqual(['sender', 'state'])
  fireEvent.click(screen.getByRole('switch', { name: 'Compact rows' }))
  expect(usePreferences.getState().density).toBe('compact')
})

test('the width of a column follows the arrow keys', async () => {
  openWindow('#/queue')
  await grid()
  key(screen.getByRole('separator', { name: 'Width of Sender' }), 'ArrowRight')
  const sender = useQueue.getState().columns?.find(({ id }) => id === 'sender')
  expect(sender?.width).not.toBeNull()
})

test('a view saved from a built-in one keeps its states', async () => {
  openWindow('#/queue?view=held&filter=backup')
  press((await screen.findByRole('button', { name: 'Save view' })).textContent ?? '')
  type(await screen.findByLabelText('Name'), 'Held backups')
  press('Save')
  await screen.findByRole('button', { name: /^Held backups/ })
  expect(usePreferences.getState().views).toMatchObject([{ filter: 'state:held backup' }])
  await waitFor(() => expect(location.hash).toBe('#/queue?view=own-1&filter=state%3Aheld+backup'))
})

test('who reroutes sees which route takes nothing', async () => {
  const bridge = openWindow('#/queue')
  await bridge.client.queue.pause({ route: 'provider', paused: true })
  const table = await grid()
  await waitFor(() => expect(Number(table.getAttribute('aria-rowcount'))).toBeGreaterThan(1))
  key(table, 'j')
  key(table, 'r')
  const dialog = await screen.findByRole('dialog', { name: 'Reroute 1 message' })
  expect(await within(dialog).findByRole('radio', { name: 'provider paused' })).toBeDefined()
})
