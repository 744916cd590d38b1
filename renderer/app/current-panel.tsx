import { AccountsPanel } from '../features/accounts/accounts-panel.tsx'
import { OverviewPanel } from '../features/overview/overview-panel.tsx'
import { QueuePanel } from '../features/queue/queue-panel.tsx'
import { RoutesPanel } from '../features/routes/routes-panel.tsx'
import { RulesPanel } from '../features/rules/rules-panel.tsx'
import { SessionsPanel } from '../features/sessions/sessions-panel.tsx'
import { SettingsPanel } from '../features/settings/settings-panel.tsx'
import { SetupPanel } from '../features/setup/setup-panel.tsx'
import { useLocation } from '../location/location-store.ts'
import { useTheme } from './theme.ts'

export function CurrentPanel() {
  const panel = useLocation((state) => state.place.panel)
  const theme = useTheme((state) => (state.dark ? 'dark' : 'light'))
  switch (panel) {
    case 'overview':
      return <OverviewPanel theme={theme} />
    case 'queue':
      return <QueuePanel />
    case 'sessions':
      return <SessionsPanel />
    case 'rules':
      return <RulesPanel />
    case 'routes':
      return <RoutesPanel />
    case 'accounts':
      return <AccountsPanel />
    case 'settings':
      return <SettingsPanel />
    case 'setup':
      return <SetupPanel />
  }
}
