import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { closeDialog } from '../../../renderer/app/dialogs-store.ts'
import { obeyDesktop } from '../../../renderer/app/obey-desktop.ts'
import { followDesktop } from '../../../renderer/desktop/follow-desktop.ts'
import { createMemoryDesktop } from '../../../renderer/desktop/memory-desktop.ts'
import { useLocation } from '../../../renderer/location/location-store.ts'
import { openWindow } from '../support/open-window.tsx'

let stop = () => {}
afterEach(() => {
  stop()
  closeDialog()
})

function openDesktop() {
  const desktop = createMemoryDesktop()
  openWindow('#/overview')
  stop = followDesktop(desktop.client, obeyDesktop)
  return desktop
}

test('what the tray, a notification or a link asks leads to its place, and the desktop knows where we are', async () => {
  const desktop = openDesktop()
  desktop.command({ kind: 'place', place: { panel: 'routes', item: 'provider', params: {} } })
  await waitFor(() =>
    expect(useLocation.getState().place).toMatchObject({ panel: 'routes', item: 'provider' }),
  )
  await waitFor(() => expect(desktop.place?.item).toBe('provider'))
})

test('a notice is switched off in the preferences of this computer', async () => {
  const desktop = openDesktop()
  desktop.command({ kind: 'action', action: 'preferences' })
  const dialog = await screen.findByRole('dialog', { name: 'Preferences of this computer' })
  fireEvent.click(await within(dialog).findByRole('switch', { name: 'The disk is nearly full' }))
  await waitFor(() => expect(desktop.preferences.silenced).toEqual(['disk']))
})

test('an update is said in the status bar, with its notes in About, and restarts when it is ready', async () => {
  const desktop = openDesktop()
  fireEvent.click(await screen.findByRole('button', { name: 'Mailroom 0.2.0 is there' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Download' }))
  await waitFor(() => expect(desktop.asked).toContain('updates.download'))
  desktop.update({ kind: 'ready', version: '0.2.0', notes: '' })
  const dialog = await screen.findByRole('dialog', { name: 'About Mailroom' })
  fireEvent.click(await within(dialog).findByRole('button', { name: 'Restart to update' }))
  await waitFor(() => expect(desktop.asked).toContain('updates.restart'))
})

test('a support bundle is read file by file before it is saved', async () => {
  const desktop = openDesktop()
  desktop.command({ kind: 'action', action: 'support-bundle' })
  const dialog = await screen.findByRole('dialog', { name: 'Support bundle' })
  fireEvent.click(await within(dialog).findByRole('button', { name: /log\.txt/ }))
  await within(dialog).findByText(/person-1@domain-2\.example/)
  fireEvent.click(within(dialog).getByRole('button', { name: 'Save as ZIP…' }))
  await waitFor(() => expect(desktop.asked).toContain('files.write'))
})
