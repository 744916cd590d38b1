import { fireEvent, screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { closePalette } from '../../../../renderer/app/palette/palette-store.ts'
import { recentCommands } from '../../../../renderer/commands/recent-commands.ts'
import { openWindow } from '../../support/open-window.tsx'

beforeEach(() => {
  localStorage.clear()
  closePalette()
})

async function openPalette(): Promise<HTMLElement> {
  await screen.findByRole('navigation', { name: 'Panels' })
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true })
  return screen.findByRole('combobox', { name: 'Commands and search' })
}

test('Ctrl K, a few letters and Enter go to a route, which is remembered', async () => {
  openWindow('#/overview')
  const field = await openPalette()
  await screen.findByText('Add a relay rule')
  fireEvent.change(field, { target: { value: 'provider' } })
  await waitFor(() =>
    expect(screen.getAllByRole('option', { selected: true })[0]?.textContent).toMatch(/^provider/),
  )
  fireEvent.keyDown(field, { key: 'Enter' })
  await waitFor(() => expect(location.hash).toBe('#/routes/provider'))
  expect(recentCommands()).toEqual(['route:provider'])
})

test('arrows go round, and pausing is done from here with a way back', async () => {
  const bridge = openWindow('#/overview')
  const field = await openPalette()
  fireEvent.change(field, { target: { value: 'pause delivery' } })
  await waitFor(() =>
    expect(screen.getAllByRole('option', { selected: true })[0]?.textContent).toBe('Pause delivery'),
  )
  fireEvent.keyDown(field, { key: 'Enter' })
  await waitFor(() => expect(bridge.engine.pauses.queue).toBe(true))
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(bridge.engine.pauses.queue).toBe(false))
})

test('messages and sessions are found by what is in them', async () => {
  const bridge = openWindow('#/overview')
  const { subject } = bridge.engine.queue.at(3)
  const field = await openPalette()
  fireEvent.change(field, { target: { value: subject.slice(0, 12) } })
  const group = await screen.findByRole('group', { name: 'Messages' }, { timeout: 10_000 })
  expect(group.textContent).toContain(subject.slice(0, 12))
})

test('what is called nothing says so', async () => {
  openWindow('#/overview')
  const field = await openPalette()
  fireEvent.change(field, { target: { value: 'zzzqq' } })
  await screen.findByText('Nothing is called “zzzqq”.')
})
