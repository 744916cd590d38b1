export const VIEWS = [
  { value: 'accounts', label: 'Accounts' },
  { value: 'networks', label: 'Networks' },
  { value: 'locks', label: 'Locked sign-ins' },
] as const

export type AccountsView = (typeof VIEWS)[number]['value']

export function viewFrom(text: string | undefined): AccountsView {
  return VIEWS.find(({ value }) => value === text)?.value ?? 'accounts'
}
