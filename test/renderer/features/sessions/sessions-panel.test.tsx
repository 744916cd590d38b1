import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { playSessions } from '../../../../renderer/bridge/memory/play-sessions.ts'
import { goTo } from '../../../../renderer/location/location-store.ts'
import { openWindow } from '../../support/open-window.tsx'

// happy-dom lays nothing out: virtual lists take the sizes that they ask for.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(700)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1_000)
})

const click = (element: HTMLElement) => void fireEvent.click(element)
const rows = () =>
  within(screen.getByRole('grid', { name: 'Sessions' }))
    .getAllByRole('row')
    .slice(1)

function refusedBy(bridge: ReturnType<typeof openWindow>, kind: string): string {
  return bridge.engine.sessions.find(({ row }) => row.cause?.kind === kind)?.row.id ?? ''
}

test('a filter finds sessions by outcome, code and what was said, and says what it cannot read', async () => {
  openWindow('#/sessions?q=outcome%3Arefused')
  await waitFor(() => expect(rows()).toHaveLength(6))
  const box = screen.getByRole('combobox', { name: 'Filter sessions' })
  fireEvent.change(box, { target: { value: 'code:552' } })
  await waitFor(() => expect(rows()).toHaveLength(1))
  fireEvent.change(box, { target: { value: 'client:192.168.99.7 "RCPT TO:<tom"' } })
  await waitFor(() => expect(rows()).toHaveLength(1))
  fireEvent.change(box, { target: { value: 'nobody-said-this' } })
  fireEvent.click(await screen.findByRole('button', { name: 'Show all sessions' }))
  await waitFor(() => expect(rows().length).toBeGreaterThan(6))
  fireEvent.change(box, { target: { value: 'code:99' } })
  expect(await screen.findByText(/Write a code or its beginning/)).toBeTruthy()
})

test('a refused session says why, and leads to the rule that did it', async () => {
  const bridge = openWindow('#/sessions')
  await waitFor(() => expect(rows().length).toBeGreaterThan(5))
  const id = refusedBy(bridge, 'rule')
  goTo('sessions', { item: id })
  const panel = await screen.findByRole('region', { name: 'Why was this refused' })
  expect(within(panel).getByText('The relay rule “No payroll outside” refused it')).toBeTruthy()
  expect(within(panel).getByText(/^550 5.7.1 Payroll/)).toBeTruthy()
  fireEvent.click(within(panel).getByRole('button', { name: 'Open the rule' }))
  expect(globalThis.location.hash).toBe('#/rules/No%20payroll%20outside')
})

test('a paused list stands still while sessions go on, and has them all afterwards', async () => {
  const bridge = openWindow('#/sessions')
  await waitFor(() => expect(rows().length).toBeGreaterThan(5))
  fireEvent.click(screen.getByRole('button', { name: 'Pause' }))
  const before = rows().map((row) => row.id)
  const played = playSessions(bridge.engine, 0)
  played.setRate(1_000)
  played.pass(60)
  played.stop()
  const waiting = await screen.findByRole('button', { name: /changes? waiting$/ })
  expect(rows().map((row) => row.id)).toEqual(before)
  fireEvent.click(waiting)
  await waitFor(() => expect(rows()[0]?.id).toBe(`session-${bridge.engine.sessions[0]?.row.id}`))
})

test('an open session is ended after asking, and its client can be blocked for a time', async () => {
  const bridge = openWindow('#/sessions')
  const open = bridge.engine.sessions[0]?.row
  globalThis.location.hash = `#/sessions/${open?.id}`
  click(await screen.findByRole('button', { name: 'Disconnect…' }))
  click(await screen.findByRole('button', { name: 'Disconnect' }))
  await waitFor(() => expect(bridge.engine.sessions[0]?.row.outcome).toBe('refused'))

  click(screen.getByRole('button', { name: 'More about this session' }))
  click(await screen.findByRole('menuitem', { name: 'Block this client…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Block a client' })
  fireEvent.change(within(dialog).getByLabelText('Note'), { target: { value: 'guesses' } })
  fireEvent.change(within(dialog).getByLabelText('For how long'), { target: { value: '3600000' } })
  click(within(dialog).getByRole('button', { name: 'Block it' }))
  await waitFor(() =>
    expect(bridge.engine.config.blockedClients).toMatchObject([
      { client: open?.peerAddress, note: 'guesses' },
    ]),
  )

  globalThis.location.hash = '#/accounts?view=locks'
  click(await screen.findByRole('button', { name: `Unblock ${open?.peerAddress}` }))
  await waitFor(() => expect(bridge.engine.config.blockedClients).toEqual([]))
})
