import { Gauge, Inbox, KeyRound, ListTree, type LucideIcon, Radio, Settings2, Waypoints } from 'lucide-react'
import type { Panel } from '../location/place.ts'

export interface PanelInfo {
  readonly panel: Panel
  readonly label: string
  readonly icon: LucideIcon
  /** Pressed after G. */
  readonly letter: string
}

export const PANEL_LIST: readonly PanelInfo[] = [
  { panel: 'overview', label: 'Overview', icon: Gauge, letter: 'o' },
  { panel: 'queue', label: 'Queue', icon: Inbox, letter: 'q' },
  { panel: 'sessions', label: 'Sessions', icon: Radio, letter: 's' },
  { panel: 'rules', label: 'Relay rules', icon: ListTree, letter: 'u' },
  { panel: 'routes', label: 'Routes', icon: Waypoints, letter: 'r' },
  { panel: 'accounts', label: 'Accounts', icon: KeyRound, letter: 'a' },
  { panel: 'settings', label: 'Settings', icon: Settings2, letter: 'e' },
]
