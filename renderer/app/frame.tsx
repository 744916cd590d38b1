import { useCallback, useState } from 'react'
import { useLive } from '../live/live-store.ts'
import { useLocation } from '../location/location-store.ts'
import { LoadingBar } from '../ui/loading-bar.tsx'
import { Toasts } from '../ui/toasts.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { CurrentPanel } from './current-panel.tsx'
import { PanelBoundary } from './panel-boundary.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { Sidebar } from './sidebar.tsx'
import { SignIn } from './sign-in.tsx'
import { StatusBar } from './status-bar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

/** Where, what and which; below it the sentence. */
export function Frame() {
  const connection = useLive((state) => state.connection.kind)
  const known = useLive((state) => state.status !== null)
  const panel = useLocation((state) => state.place.panel)
  const [help, setHelp] = useState(false)
  useShortcuts(useCallback(() => setHelp(true), []))

  if (connection === 'signed-out') return <SignIn />
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <main className="flex min-w-0 flex-1 flex-col bg-surface">
          <ConnectionBanner />
          {known ? (
            <PanelBoundary key={panel}>
              <CurrentPanel />
            </PanelBoundary>
          ) : (
            <LoadingBar label="Connecting to the mail engine" />
          )}
        </main>
      </div>
      <StatusBar />
      <Toasts />
      <ShortcutsDialog open={help} onClose={() => setHelp(false)} />
    </div>
  )
}
