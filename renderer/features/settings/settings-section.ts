import { t } from '../../text/t.ts'

/** In the order of the list at the left, in groups. The keys stand in addresses and never change. */
export const SECTION_GROUPS = [
  { label: () => t('Server'), sections: ['general', 'listeners', 'certificate', 'dns'] },
  { label: () => t('Mail'), sections: ['local', 'dkim', 'limits', 'retry'] },
  { label: () => t('Data'), sections: ['retention', 'backup', 'transfer', 'audit'] },
  { label: () => t('This computer'), sections: ['desktop'] },
] as const

export type SettingsSection = (typeof SECTION_GROUPS)[number]['sections'][number]

const LABELS: Record<SettingsSection, () => string> = {
  general: () => t('General'),
  listeners: () => t('Listeners'),
  certificate: () => t('Certificate'),
  dns: () => t('DNS'),
  local: () => t('Local mail'),
  dkim: () => t('DKIM'),
  limits: () => t('Limits'),
  retry: () => t('Delivery'),
  retention: () => t('Retention'),
  backup: () => t('Backup and restore'),
  transfer: () => t('Import and export'),
  audit: () => t('Audit log'),
  desktop: () => t('Desktop'),
}

export function sectionLabel(section: SettingsSection): string {
  return LABELS[section]()
}

export function sectionFrom(text: string | undefined): SettingsSection {
  const known = SECTION_GROUPS.flatMap(({ sections }): readonly SettingsSection[] => sections)
  return known.find((section) => section === text) ?? 'general'
}
