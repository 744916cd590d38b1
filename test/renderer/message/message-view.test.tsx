import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { MemoryBridge } from '../../../renderer/bridge/memory/memory-bridge.ts'
import { openMessageFile } from '../../../renderer/desktop/opened-message.ts'
import { goTo, useLocation } from '../../../renderer/location/location-store.ts'
import { openWindow } from '../support/open-window.tsx'

const inspector = () => screen.findByRole('complementary', { name: 'Message' })
const showTab = async (name: string) => fireEvent.click(await screen.findByRole('tab', { name }))

function open(subject: RegExp, state?: string): MemoryBridge {
  const bridge = openWindow('#/queue', { messages: 140 })
  const rows = Array.from({ length: 140 }, (_, index) => bridge.engine.queue.at(index))
  const row = rows.find(
    (one) => subject.test(one.subject) && one.openCount > 0 && (!state || one.state === state),
  )
  if (!row) throw new Error(`no open message ${subject}`)
  goTo('queue', { item: row.id })
  return bridge
}

test('a newsletter is shown as HTML that loads nothing, with what it would have loaded and its attachments', async () => {
  open(/order has shipped/)
  await showTab('Message')
  const panel = within(await inspector())
  const frame = (await panel.findByTitle('The message as HTML')) as HTMLIFrameElement
  expect(frame.getAttribute('sandbox')).toBe('allow-same-origin')
  expect(frame.getAttribute('srcdoc')).toContain("default-src 'none'")
  expect(frame.getAttribute('srcdoc')).not.toContain('pixel.tracker.example')
  expect(
    panel.getByText(
      /^3 items from elsewhere not loaded \(fonts\.cdn\.example, cdn\.shop\.example and 1 more\)/,
    ),
  ).toBeDefined()
  expect(panel.getByRole('button', { name: 'Save desk.png' })).toBeDefined()

  fireEvent.click(panel.getByRole('button', { name: 'Text' }))
  expect(await panel.findByText(/Two desks and a lamp arrive on Thursday/)).toBeDefined()

  fireEvent.click(panel.getByRole('button', { name: 'Show desk.png' }))
  expect((await panel.findByRole('img', { name: 'desk.png' })).getAttribute('src')).toMatch(
    /^data:image\/png/,
  )
})

test('the header is told in words, and as it stands', async () => {
  open(/order has shipped/)
  await showTab('Headers')
  const panel = within(await inspector())
  expect(await panel.findByText('DKIM fail')).toBeDefined()
  expect(panel.getByText(/Its signature does not fit/)).toBeDefined()
  expect(within(panel.getByRole('table')).getAllByRole('row')).toHaveLength(3)
  fireEvent.change(panel.getByLabelText('Filter fields'), { target: { value: 'unsubscribe' } })
  expect(panel.getAllByRole('term')).toHaveLength(1)
  fireEvent.click(panel.getByRole('button', { name: 'As it stands' }))
  expect(panel.getByText(/Received: from/)).toBeDefined()
})

test('a recipient gets another address, but only one that is an address', async () => {
  const bridge = open(/./, 'deferred')
  const panel = within(await inspector())
  const [change] = await panel.findAllByRole('button', { name: /^Change .+@/ })
  fireEvent.click(change as HTMLElement)
  const field = await panel.findByLabelText('Send it to')
  fireEvent.change(field, { target: { value: 'nobody' } })
  fireEvent.submit(field)
  expect(await panel.findByText('Write an address such as name@example.com.')).toBeDefined()
  fireEvent.change(field, { target: { value: 'right@there.example' } })
  fireEvent.submit(field)
  await waitFor(() => expect(panel.queryByLabelText('Send it to')).toBeNull())
  expect((await panel.findAllByTitle('right@there.example')).length).toBeGreaterThan(0)
  expect(bridge.engine).toBeDefined()
})

test('the message lies over the list and comes back', async () => {
  open(/Scan from/)
  fireEvent.click(await screen.findByRole('button', { name: 'Over the list' }))
  expect(useLocation.getState().place.params.large).toBe('1')
  fireEvent.keyDown(document.body, { key: 'Escape' })
  expect(await screen.findByRole('button', { name: 'Over the list' })).toBeDefined()
  fireEvent.keyDown(document.body, { key: 'Escape' })
  await waitFor(() => expect(useLocation.getState().place.item).toBeNull())
})

test('a file is read without the engine, and put into the queue for whom one says', async () => {
  openWindow('#/queue')
  await screen.findByRole('heading', { name: 'Queue' })
  const source =
    'From: Anna <anna@office.test>\nTo: tom@far.test\nSubject: From a file\n\nHello from a file\n'
  openMessageFile({ name: 'old.eml', base64: btoa(source) })
  const dialog = within(await screen.findByRole('dialog', { name: 'From a file' }))
  expect(await dialog.findByText('Hello from a file')).toBeDefined()
  fireEvent.click(dialog.getByRole('button', { name: 'Put into the queue…' }))
  const sender = (await dialog.findByLabelText('Sender')) as HTMLInputElement
  expect(sender.value).toBe('anna@office.test')
  expect(dialog.getByRole('button', { name: 'Remove tom@far.test' })).toBeDefined()
  fireEvent.change(sender, { target: { value: 'anna' } })
  fireEvent.click(dialog.getByRole('button', { name: 'Put into the queue' }))
  expect(await dialog.findByText(/^The sender is no address/)).toBeDefined()
  fireEvent.change(sender, { target: { value: '' } })
  fireEvent.click(dialog.getByRole('button', { name: 'Put into the queue' }))
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'From a file' })).toBeNull())
})

test('a file that is no mail says so', async () => {
  openWindow('#/queue')
  await screen.findByRole('heading', { name: 'Queue' })
  openMessageFile({ name: 'x.eml', base64: btoa('\x00\x01\x02') })
  expect(
    await screen.findByText('This file has no header: it is no mail, or only a piece of one.'),
  ).toBeDefined()
})
