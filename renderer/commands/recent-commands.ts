/** What was chosen in the palette of late, newest first; remembered on this computer. */
const KEY = 'mailroom.recent-commands'
const MOST = 8

export function recentCommands(storage: Pick<Storage, 'getItem'> = localStorage): readonly string[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string').slice(0, MOST) : []
  } catch {
    return []
  }
}

export function rememberCommand(
  id: string,
  storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
): void {
  const others = recentCommands(storage).filter((other) => other !== id)
  storage.setItem(KEY, JSON.stringify([id, ...others].slice(0, MOST)))
}
