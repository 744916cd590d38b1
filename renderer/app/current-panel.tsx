import { useLocation } from '../location/location-store.ts'

export function CurrentPanel() {
  const panel = useLocation((state) => state.place.panel)
  return <div className="p-6">{panel}</div>
}
