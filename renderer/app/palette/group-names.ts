import { t } from '../../text/t.ts'
import type { MatchGroup } from './match-commands.ts'

const NAMES: Record<MatchGroup['group'], () => string> = {
  recent: () => t('Recent'),
  here: () => t('Selected'),
  action: () => t('Actions'),
  panel: () => t('Go to'),
  message: () => t('Messages'),
  session: () => t('Sessions'),
  route: () => t('Routes'),
  rule: () => t('Relay rules'),
  account: () => t('Accounts'),
  network: () => t('Networks'),
  listener: () => t('Listeners'),
  setting: () => t('Settings'),
  window: () => t('Window'),
}

export function groupName(group: MatchGroup['group']): string {
  return NAMES[group]()
}
