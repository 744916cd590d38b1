/** Which dialog of the window itself is open; one at a time. */
import { create } from 'zustand'
import { useDesktop } from '../desktop/desktop.ts'
import { goTo } from '../location/location-store.ts'

export type AppDialog = 'shortcuts' | 'about' | 'support-bundle' | 'preferences'

export const useAppDialog = create<{ readonly open: AppDialog | null }>(() => ({ open: null }))

export function showDialog(dialog: AppDialog): void {
  useAppDialog.setState({ open: dialog })
}

export function closeDialog(): void {
  useAppDialog.setState({ open: null })
}

/** Those of the desktop; a browser has none of its own, so there it is the settings of the engine. */
export function showPreferences(): void {
  if (useDesktop.getState().client === null) goTo('settings')
  else showDialog('preferences')
}
