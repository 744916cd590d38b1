import { createRoot } from 'react-dom/client'
import { config } from 'zod'
import type { DesktopClient } from '../../shared/desktop/desktop-contract.ts'
import type { Bridge } from '../bridge/bridge.ts'
import { followDesktop } from '../desktop/follow-desktop.ts'
import { zodWords } from '../forms/zod-words.ts'
import { followEngine } from '../live/follow-engine.ts'
import { followAddressBar } from '../location/location-store.ts'
import { App } from './app.tsx'
import { obeyDesktop } from './obey-desktop.ts'
import { createQueries, keepFresh } from './queries.ts'
import { startTheme } from './theme.ts'

/** Puts the window on the page and lets it follow the engine. */
export async function start(
  bridge: Promise<Bridge>,
  desktop: Promise<DesktopClient | null> = Promise.resolve(null),
): Promise<void> {
  config({ customError: zodWords })
  startTheme()
  const opened = await bridge
  followAddressBar(window)
  const queries = createQueries()
  keepFresh(queries)
  followEngine(opened)
  void desktop.then((client) => client && followDesktop(client, obeyDesktop))
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no #root')
  createRoot(root).render(<App bridge={opened} queries={queries} />)
}
