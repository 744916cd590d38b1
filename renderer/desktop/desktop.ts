/**
 * The desktop around the window. Its client is null in a browser: whatever asks it looks for that first, and offers
 * nothing that is not there.
 */
import { create } from 'zustand'
import type { DesktopAbout, DesktopClient } from '../../shared/desktop/desktop-contract.ts'
import type { Preferences } from '../../shared/desktop/preferences.ts'
import type { UpdateState } from '../../shared/desktop/update-state.ts'

export interface DesktopState {
  readonly client: DesktopClient | null
  /** null until they are known. */
  readonly about: DesktopAbout | null
  readonly preferences: Preferences | null
  readonly update: UpdateState | null
}

export const useDesktop = create<DesktopState>(() => ({
  client: null,
  about: null,
  preferences: null,
  update: null,
}))

/** Rejects where it could not be kept; what is shown then is what was. */
export async function changePreferences(change: Partial<Preferences>): Promise<void> {
  const { client, preferences } = useDesktop.getState()
  if (client === null || preferences === null) return
  useDesktop.setState({ preferences: { ...preferences, ...change } })
  try {
    useDesktop.setState({ preferences: await client.preferences.set({ ...preferences, ...change }) })
  } catch (error) {
    useDesktop.setState({ preferences })
    throw error
  }
}
