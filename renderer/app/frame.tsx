import { useLive } from '../live/live-store.ts'
import { useLocation } from '../location/location-store.ts'
import { FileDrop } from '../message/file/file-drop.tsx'
import { OpenedMessageDialog } from '../message/file/opened-message-dialog.tsx'
import { OperationBar } from '../operations/operation-bar.tsx'
import { t } from '../text/t.ts'
import { LoadingBar } from '../ui/loading-bar.tsx'
import { Toasts } from '../ui/toasts.tsx'
import { AppDialogs } from './app-dialogs.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { CurrentPanel } from './current-panel.tsx'
import { Palette } from './palette/palette.tsx'
import { useWindowCommands } from './palette/use-window-commands.ts'
import { PanelBoundary } from './panel-boundary.tsx'
import { Sidebar } from './sidebar.tsx'
import { SignIn } from './sign-in.tsx'
import { MAIN_ID } from './skip-link.tsx'
import { StatusBar } from './status-bar.tsx'
import { useFirstStart } from './use-setup-state.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** Where, what and which; below it the sentence. */
export function Frame() {
  const connection = useLive((state) => state.connection.kind)
  const known = useLive((state) => state.status !== null)
  const panel = useLocation((state) => state.place.panel)
  useShortcuts()
  useWindowCommands()
  useFirstStart()

  if (connection === 'signed-out') return <SignIn />
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <main
          id={MAIN_ID}
          tabIndex={-1}
          className="flex min-w-0 flex-1 flex-col bg-surface -outline-offset-2"
        >
          <ConnectionBanner />
          {known ? (
            <PanelBoundary key={panel}>
              <CurrentPanel />
            </PanelBoundary>
          ) : (
            <LoadingBar label={t('Connecting to the mail engine')} />
          )}
        </main>
      </div>
      <OperationBar />
      <StatusBar />
      <Toasts />
      <Palette />
      <AppDialogs />
      <OpenedMessageDialog />
      <FileDrop />
    </div>
  )
}
