import { DesktopPreferences } from '../../desktop/desktop-preferences.tsx'

/** Of this computer's desktop, where there is one. */
export function DesktopSection() {
  return (
    <div className="max-w-120 p-4">
      <DesktopPreferences />
    </div>
  )
}
