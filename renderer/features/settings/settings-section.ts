export const SECTIONS = [
  { value: 'general', label: 'General' },
  { value: 'listeners', label: 'Listeners' },
  { value: 'local', label: 'Local mail' },
  { value: 'limits', label: 'Limits' },
  { value: 'dkim', label: 'DKIM' },
  { value: 'certificate', label: 'Certificate' },
  { value: 'retry', label: 'Retry' },
  { value: 'retention', label: 'Retention' },
] as const

export type SettingsSection = (typeof SECTIONS)[number]['value']

export function sectionFrom(text: string | undefined): SettingsSection {
  return SECTIONS.find((section) => section.value === text)?.value ?? 'general'
}
