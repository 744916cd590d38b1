import { useEngine } from '../../bridge/bridge-context.tsx'
import { useCommands } from '../../commands/command-registry.ts'
import { useDesktop } from '../../desktop/desktop.ts'
import { useLive } from '../../live/live-store.ts'
import { windowCommands } from './window-commands.ts'

/** Offers what can be done from anywhere, as things stand when the palette opens. */
export function useWindowCommands(): void {
  const { client } = useEngine()
  useCommands(() =>
    windowCommands({
      client,
      desktop: useDesktop.getState().client,
      status: useLive.getState().status,
    }),
  )
}
