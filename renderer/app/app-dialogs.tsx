import { AboutDialog } from './about/about-dialog.tsx'
import { SupportBundleDialog } from './about/support-bundle-dialog.tsx'
import { closeDialog, useAppDialog } from './dialogs-store.ts'
import { PreferencesDialog } from './preferences-dialog.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'

/** The dialogs of the window itself, which no panel owns. */
export function AppDialogs() {
  const open = useAppDialog((state) => state.open)
  return (
    <>
      <ShortcutsDialog open={open === 'shortcuts'} onClose={closeDialog} />
      <AboutDialog open={open === 'about'} onClose={closeDialog} />
      <SupportBundleDialog open={open === 'support-bundle'} onClose={closeDialog} />
      <PreferencesDialog open={open === 'preferences'} onClose={closeDialog} />
    </>
  )
}
