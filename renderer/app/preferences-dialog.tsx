import { DesktopPreferences } from '../desktop/desktop-preferences.tsx'
import { hrefOf } from '../location/location-store.ts'
import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** The same as in the settings, one key away from everywhere. */
export function PreferencesDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title={t('Preferences of this computer')} onClose={onClose}>
      <div className="flex flex-col gap-5">
        <DesktopPreferences />
        <div className="flex items-center justify-between gap-2 border-line border-t pt-3">
          <a href={hrefOf('settings')} onClick={onClose} className="text-12 text-accent hover:underline">
            {t('Settings of the mail server')}
          </a>
          <Button look="primary" onClick={onClose}>
            {t('Done')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
