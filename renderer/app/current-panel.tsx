import { OverviewPanel } from '../features/overview/overview-panel.tsx'
import { QueuePanel } from '../features/queue/queue-panel.tsx'
import { SessionsPanel } from '../features/sessions/sessions-panel.tsx'
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
    default:
      return <div className="p-6">{panel}</div>
  }
}
