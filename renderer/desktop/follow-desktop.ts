/** Keeps what the desktop says in the store, and does what it asks for. Returns its disposer. */
import type { DesktopClient, DesktopCommand } from '../../shared/desktop/desktop-contract.ts'
import { useLocation } from '../location/location-store.ts'
import { useDesktop } from './desktop.ts'

export function followDesktop(client: DesktopClient, obey: (command: DesktopCommand) => void): () => void {
  const controller = new AbortController()
  const { signal } = controller
  useDesktop.setState({ client })
  const say = (what: string) => (error: unknown) => {
    if (!signal.aborted) console.warn(`The desktop ${what} no more.`, error)
  }
  void learn(client).catch(say('says what it is'))
  void hear(client, signal, obey).catch(say('asks'))
  void followUpdates(client, signal).catch(say('tells of updates'))
  const tell = () => void client.shows(useLocation.getState().place).catch(say('listens'))
  tell()
  const forget = useLocation.subscribe(tell)
  return () => {
    forget()
    controller.abort()
    useDesktop.setState({ client: null, about: null, preferences: null, update: null })
  }
}

async function learn(client: DesktopClient): Promise<void> {
  const [about, preferences] = await Promise.all([client.about(), client.preferences.get()])
  useDesktop.setState({ about, preferences })
}

async function hear(
  client: DesktopClient,
  signal: AbortSignal,
  obey: (command: DesktopCommand) => void,
): Promise<void> {
  for await (const command of await client.commands(undefined, { signal })) {
    if (signal.aborted) return
    obey(command)
  }
}

async function followUpdates(client: DesktopClient, signal: AbortSignal): Promise<void> {
  for await (const update of await client.updates.watch(undefined, { signal })) {
    if (signal.aborted) return
    useDesktop.setState({ update })
  }
}
