/** Light, dark, or what the system has; remembered on this computer. */
import { create } from 'zustand'

export type ThemeChoice = 'system' | 'light' | 'dark'

const KEY = 'mailroom.theme'

export const useTheme = create<{ readonly choice: ThemeChoice; readonly dark: boolean }>(() => ({
  choice: 'system',
  dark: false,
}))

export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(KEY, choice)
  useTheme.setState({ choice })
  apply()
}

/** Applies the remembered choice and follows the system. */
export function startTheme(): void {
  const stored = localStorage.getItem(KEY)
  useTheme.setState({ choice: stored === 'light' || stored === 'dark' ? stored : 'system' })
  systemIsDark().addEventListener('change', apply)
  apply()
}

function apply(): void {
  const { choice } = useTheme.getState()
  const dark = choice === 'system' ? systemIsDark().matches : choice === 'dark'
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  useTheme.setState({ dark })
}

function systemIsDark(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)')
}
