import { Gauge, Inbox, KeyRound, ListTree, type LucideIcon, Radio, Settings2, Waypoints } from 'lucide-react'
import type { Panel } from '../location/place.ts'
import { t } from '../text/t.ts'

export interface PanelInfo {
  readonly panel: Panel
  readonly label: () => string
  readonly icon: LucideIcon
  /** Pressed after G. */
  readonly letter: string
}

export const PANEL_LIST: readonly PanelInfo[] = [
  { panel: 'overview', label: () => t('Overview'), icon: Gauge, letter: 'o' },
  { panel: 'queue', label: () => t('Queue'), icon: Inbox, letter: 'q' },
  { panel: 'sessions', label: () => t('Sessions'), icon: Radio, letter: 's' },
  { panel: 'rules', label: () => t('Relay rules'), icon: ListTree, letter: 'u' },
  { panel: 'routes', label: () => t('Routes'), icon: Waypoints, letter: 'r' },
  { panel: 'accounts', label: () => t('Accounts'), icon: KeyRound, letter: 'a' },
  { panel: 'settings', label: () => t('Settings'), icon: Settings2, letter: 'e' },
]
