import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openWindow } from '../../support/open-window.tsx'

const section = async (title: string) => {
  const heading = await screen.findByRole('heading', { name: title })
  return within(heading.closest('section') as HTMLElement)
}

test('the sentence has its reason and its button, and the list below does not say it again', async () => {
  openWindow('#/overview')
  expect(await screen.findByRole('heading', { name: 'Mail by provider is waiting' })).toBeDefined()
  const reason = 'Mail by “provider” waits: the sign-in was refused.'
  expect(screen.getAllByText(reason)).toHaveLength(1)
  expect(screen.getAllByRole('link', { name: 'Open the route' })[0]?.getAttribute('href')).toBe(
    '#/routes/provider',
  )
})

test('figures stand as text, and as a table for who cannot see the charts', async () => {
  openWindow('#/overview')
  const flow = await section('Last day')
  expect(await flow.findByText('accepted')).toBeDefined()
  fireEvent.click(flow.getByRole('button', { name: 'Show as table' }))
  const rows = within(flow.getByRole('table')).getAllByRole('row')
  expect(rows).toHaveLength(97)
  expect(
    within(rows[0] as HTMLElement)
      .getAllByRole('columnheader')
      .map((head) => head.textContent),
  ).toEqual(['Time', 'Accepted', 'Delivered', 'Deferred', 'Failed', 'Waiting', 'Half within', '95 % within'])
  fireEvent.click(flow.getByRole('button', { name: 'Week' }))
  expect(await section('Last week')).toBeDefined()
})

test('the figures beside the charts lead to the list behind them', async () => {
  openWindow('#/overview')
  const charts = await section('Last day')
  const leads = async (name: RegExp) => (await charts.findByRole('link', { name })).getAttribute('href')
  expect(await leads(/accepted$/)).toBe('#/queue?filter=newer%3A1d')
  expect(await leads(/half within$/)).toBe('#/queue?filter=state%3Adelivered+newer%3A1d')
  expect(await leads(/waiting$/)).toBe('#/queue?view=waiting')
})

test('a cell of the grid leads to the mail that it counts, and the arrows go from cell to cell', async () => {
  openWindow('#/overview', { messages: 140 })
  const shape = await section('Where mail waits, and how long')
  const table = await shape.findByRole('table', { name: 'Recipients that wait, by domain and age' })
  const cells = within(table)
    .getAllByRole('link')
    .filter((link) => link.closest('td') !== null)
  const first = cells[0] as HTMLElement
  expect(new URLSearchParams(first.getAttribute('href')?.split('?')[1]).get('filter')).toMatch(
    /^state:open domain:office\.test (age:>\S+ )?age:<\S+$/,
  )
  expect(cells.filter((cell) => cell.getAttribute('tabindex') === '0')).toHaveLength(1)
  first.focus()
  fireEvent.keyDown(first, { key: 'ArrowRight' })
  expect(document.activeElement).toBe(cells[1])
  fireEvent.keyDown(document.activeElement as HTMLElement, { key: 'ArrowLeft' })
  expect(document.activeElement).toBe(first)
})

test('each cause of failure says what it means, what to do, and leads to its messages', async () => {
  openWindow('#/overview', { messages: 140 })
  const failures = await section('Why mail waits or failed')
  const link = (await failures.findAllByRole('link', { name: /^Show \d+ messages$/ }))[0]
  expect(link?.getAttribute('href')).toMatch(/^#\/queue\?filter=state%3Adeferred\+reply/)
  expect(failures.getAllByText(/For you:/).length).toBeGreaterThan(0)
})

test('senders lead to what they sent in the time that is shown', async () => {
  openWindow('#/overview')
  const senders = await section('Who sent most')
  const link = await senders.findByRole('link', { name: /^webshop/ })
  expect(link.getAttribute('href')).toBe('#/queue?filter=account%3Awebshop+newer%3A1d')
  expect(senders.queryByRole('link', { name: /Programs of this computer/ })).toBeNull()
})

test('delivery that is paused is resumed from the headline', async () => {
  const bridge = openWindow('#/overview')
  bridge.engine.pauses.queue = true
  bridge.engine.publish({})
  expect(await screen.findByRole('heading', { name: 'Delivery is paused' })).toBeDefined()
  fireEvent.click(screen.getByRole('button', { name: 'Resume' }))
  await waitFor(() => expect(bridge.engine.pauses.queue).toBe(false))
})

test('a first start has the guided start as its one main thing, and no empty charts', async () => {
  openWindow('#/overview', { messages: 0 })
  const link = await screen.findByRole('link', { name: 'Begin the guided start' })
  expect(link.getAttribute('href')).toBe('#/setup')
  expect(screen.queryByRole('heading', { name: 'Last day' })).toBeNull()
})
