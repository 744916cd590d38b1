import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openWindow } from '../../support/open-window.tsx'
import { pick, press, type } from '../../support/press.ts'

test('a device is described, created with what it needs, and its values stand on a sheet', async () => {
  const bridge = openWindow('#/setup/device')
  pick(await screen.findByLabelText('Kind of device or program'), 'ricoh')
  type(screen.getByLabelText('Name'), 'Copier, ground floor')
  fireEvent.click(screen.getByRole('button', { name: 'No' }))
  fireEvent.click(screen.getByRole('button', { name: 'None' }))
  expect(screen.getByText(/A device that cannot sign in is known by its address/)).toBeDefined()
  const create = screen.getByRole('button', { name: 'Create it and show the values' })
  expect((create as HTMLButtonElement).disabled).toBe(true)
  expect(
    screen.getByText('Adds the network “Copier, ground floor” with the address of the device.'),
  ).toBeDefined()
  type(screen.getByLabelText('Its own address'), '192.168.10.77')
  expect(screen.getByText('Adds the network “Copier, ground floor” with 192.168.10.77.')).toBeDefined()
  fireEvent.click(create)
  const sheet = await screen.findByRole('region', { name: 'Sheet for Copier, ground floor' })
  expect(within(sheet).getByRole('rowheader', { name: 'SMTP Server Name' })).toBeDefined()
  expect(within(sheet).getByText('192.168.10.5')).toBeDefined()
  expect(bridge.engine.config.networks.at(-1)).toMatchObject({
    addresses: ['192.168.10.77'],
    allowedSenders: ['scanner@office.test'],
    tolerate: ['any-hello'],
  })
  expect(screen.getByText(/Waiting for its first connection/)).toBeDefined()
})

test('the guided start goes from the name to a test message, and can be left and taken up again', async () => {
  const bridge = openWindow('#/setup', { messages: 0 })
  const name = await screen.findByLabelText('Name of this mail server')
  type(name, 'relay.office.test')
  expect(screen.getByText('Names this server relay.office.test.')).toBeDefined()
  press('Apply and go on')
  expect(await screen.findByText(/Programs on this computer may send already/)).toBeDefined()
  expect(bridge.engine.config.hostname).toBe('relay.office.test')
  press('Go on')
  fireEvent.click(await screen.findByRole('button', { name: 'Nowhere: keep it to look at' }))
  press('Apply and go on')
  expect(await screen.findByLabelText('To')).toBeDefined()
  expect(bridge.engine.config.routes).toMatchObject([{ name: 'test', kind: 'capture' }])
  expect(bridge.engine.config.rules).toMatchObject([{ action: { kind: 'route', route: 'test' } }])
  expect(await bridge.client.setup.progress()).toMatchObject({ state: 'under-way', step: 'test' })
  press('Finish without a test')
  await waitFor(async () => expect((await bridge.client.setup.progress()).state).toBe('done'))
})

test('the very first start opens the guided start by itself, and the sidebar keeps it until it is done', async () => {
  const bridge = openWindow('', { messages: 0 })
  expect(await screen.findByRole('heading', { name: 'Guided start' })).toBeDefined()
  expect(await bridge.client.setup.progress()).toMatchObject({ state: 'under-way' })
  press('Set it up by hand')
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Guided start' })).toBeNull())
})

test('another way of the mail, chosen later, takes the mail over and says so before', async () => {
  const bridge = openWindow('#/setup', { messages: 0 })
  fireEvent.click(await screen.findByRole('button', { name: /Where mail goes/ }))
  fireEvent.click(await screen.findByRole('button', { name: 'Nowhere: keep it to look at' }))
  press('Apply and go on')
  await screen.findByLabelText('To')
  fireEvent.click(screen.getByRole('button', { name: /Where mail goes/ }))
  fireEvent.click(await screen.findByRole('button', { name: 'Straight to the recipients' }))
  await screen.findByText(/: it sends mail by “direct” instead of “test”\.$/)
  expect(screen.getByRole('link', { name: 'Change the route “test”' })).toBeDefined()
  press('Apply and go on')
  await screen.findByLabelText('To')
  expect(bridge.engine.config.rules).toMatchObject([{ action: { kind: 'route', route: 'direct' } }])
})

test('the domains that were named are those that devices and the test message send as', async () => {
  openWindow('#/setup', { messages: 0 })
  fireEvent.click(await screen.findByRole('button', { name: 'Remove office.test' }))
  type(screen.getByLabelText('Your mail domains'), 'Info@Praxis.example ')
  expect(screen.getByRole('button', { name: 'Remove praxis.example' })).toBeDefined()
  press('Go on')
  await screen.findByText(/All computers and devices/)
  fireEvent.click(screen.getByRole('button', { name: /A test message/ }))
  expect(((await screen.findByLabelText('From')) as HTMLInputElement).value).toBe('mailroom@praxis.example')
})
