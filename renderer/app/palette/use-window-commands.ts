import { useEngine } from '../../bridge/bridge-context.tsx'
import { useCommands } from '../../commands/command-registry.ts'
import { useDesktop } from '../../desktop/desktop.ts'
import { useLive } from '../../live/live-store.ts'
import { settingCommands } from './setting-commands.ts'
import { windowCommands } from './window-commands.ts'

/** Offers what can be done from anywhere, as things stand when the palette opens. */
export function useWindowCommands(): void {
  const { client } = useEngine()
  useCommands(() => {
    const desktop = useDesktop.getState().client
    const { status } = useLive.getState()
    return [...windowCommands({ client, desktop, status }), ...settingCommands(desktop !== null)]
  })
}
