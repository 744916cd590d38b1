import { QueuePanel } from '../features/queue/queue-panel.tsx'
import { useLocation } from '../location/location-store.ts'

export function CurrentPanel() {
  const panel = useLocation((state) => state.place.panel)
  return panel === 'queue' ? <QueuePanel /> : <div className="p-6">{panel}</div>
}
