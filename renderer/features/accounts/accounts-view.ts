import { t } from '../../text/t.ts'

export const VIEWS = [
  { value: 'accounts', label: () => t('Accounts') },
  { value: 'networks', label: () => t('Networks') },
  { value: 'locks', label: () => t('Locked and blocked') },
] as const

export type AccountsView = (typeof VIEWS)[number]['value']

export function viewFrom(text: string | undefined): AccountsView {
  return VIEWS.find(({ value }) => value === text)?.value ?? 'accounts'
}
