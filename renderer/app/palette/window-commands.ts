/** What can be done from anywhere: places, deliveries as a whole, the window itself. */
import {
  BookOpen,
  CircleHelp,
  Download,
  FileText,
  Folder,
  Globe,
  Info,
  Keyboard,
  LifeBuoy,
  Monitor,
  Moon,
  Pause,
  Play,
  Plus,
  Settings2,
  Sun,
} from 'lucide-react'
import type { Client } from '../../../shared/contract/contract.ts'
import type { Status } from '../../../shared/contract/system.ts'
import type { DesktopClient } from '../../../shared/desktop/desktop-contract.ts'
import type { Command } from '../../commands/command.ts'
import { runCommand } from '../../commands/command-registry.ts'
import { openMessageFile } from '../../desktop/opened-message.ts'
import { goTo, type Target } from '../../location/location-store.ts'
import type { Panel } from '../../location/place.ts'
import { chooseMessageFile } from '../../message/file/choose-file.ts'
import { t } from '../../text/t.ts'
import { notify } from '../../ui/toasts.tsx'
import { showDialog } from '../dialogs-store.ts'
import { PANEL_LIST } from '../panels.ts'
import { chooseTheme, type ThemeChoice } from '../theme.ts'

export interface WindowFacts {
  readonly client: Client
  readonly desktop: DesktopClient | null
  readonly status: Status | null
}

export function windowCommands(facts: WindowFacts): Command[] {
  return [
    ...panelCommands(),
    ...viewCommands(),
    ...addCommands(),
    ...pauseCommands(facts),
    ...themeCommands(),
    ...helpCommands(),
    ...(facts.desktop === null ? browserCommands() : desktopCommands(facts.desktop)),
  ]
}

function panelCommands(): Command[] {
  return PANEL_LIST.map(({ panel, label, icon, letter }) => ({
    id: `panel:${panel}`,
    group: 'panel',
    title: label(),
    keys: `G ${letter.toUpperCase()}`,
    icon,
    run: () => goTo(panel),
  }))
}

function viewCommands(): Command[] {
  const view = (id: string, title: string): Command => ({
    id: `view:${id}`,
    group: 'panel',
    title,
    keywords: t('Queue'),
    icon: FileText,
    run: () => goTo('queue', { params: { view: id } }),
  })
  return [
    view('waiting', t('Show waiting mail')),
    view('failed', t('Show failed mail')),
    view('held', t('Show held mail')),
  ]
}

function addCommands(): Command[] {
  const add = (id: string, title: string, panel: Panel, target: Target): Command => ({
    id,
    group: 'action',
    title,
    icon: Plus,
    run: () => goTo(panel, target),
  })
  return [
    add('add-route', t('Add a route'), 'routes', { item: 'new' }),
    add('add-rule', t('Add a relay rule'), 'rules', { item: 'new' }),
    add('add-device', t('Add a device'), 'setup', { item: 'device' }),
    add('guided-start', t('Open the guided start'), 'setup', {}),
    add('add-account', t('Add an account'), 'accounts', { item: 'new' }),
    add('add-network', t('Add a network'), 'accounts', { item: 'new', params: { view: 'networks' } }),
    add('add-listener', t('Add a listener'), 'settings', { item: 'new', params: { section: 'listeners' } }),
    {
      ...add('simulate', t('Try what would happen to a message'), 'rules', { params: { simulate: 'new' } }),
      icon: CircleHelp,
    },
  ]
}

function pauseCommands({ client, status }: WindowFacts): Command[] {
  if (status === null) return []
  const { pauses, routes } = status
  const pause = (route: string | null, paused: boolean): Command => ({
    id: `pause:${route ?? ''}`,
    group: 'action',
    title: pauseTitle(route, paused),
    icon: paused ? Play : Pause,
    onlyByName: route !== null,
    run: () => void setPause(client, route, !paused),
  })
  return [pause(null, pauses.queue), ...routes.map(({ name }) => pause(name, pauses.routes.includes(name)))]
}

function pauseTitle(route: string | null, paused: boolean): string {
  if (route === null) return paused ? t('Resume delivery') : t('Pause delivery')
  return paused ? t('Resume the route {route}', { route }) : t('Pause the route {route}', { route })
}

async function setPause(client: Client, route: string | null, paused: boolean): Promise<void> {
  try {
    await client.queue.pause({ route, paused })
    notify({
      text: paused ? t('Paused. Mail is accepted and waits.') : t('Resumed. Mail leaves again.'),
      action: { label: t('Undo'), run: () => void setPause(client, route, !paused) },
    })
  } catch (error) {
    notifyFailure(error)
  }
}

function themeCommands(): Command[] {
  const theme = (choice: ThemeChoice, title: string, icon: typeof Sun): Command => ({
    id: `theme:${choice}`,
    group: 'window',
    title,
    keywords: t('theme appearance dark light'),
    icon,
    run: () => chooseTheme(choice),
  })
  return [
    theme('light', t('Use the light theme'), Sun),
    theme('dark', t('Use the dark theme'), Moon),
    theme('system', t('Use the theme of the system'), Monitor),
  ]
}

function helpCommands(): Command[] {
  const help = (
    dialog: Parameters<typeof showDialog>[0],
    title: string,
    icon: typeof Info,
    keys?: string,
  ): Command => ({
    id: dialog,
    group: 'window',
    title,
    icon,
    ...(keys ? { keys } : {}),
    run: () => showDialog(dialog),
  })
  return [
    help('shortcuts', t('Keyboard shortcuts'), Keyboard, '?'),
    help('support-bundle', t('Make a support bundle'), LifeBuoy),
    help('about', t('About Mailroom: versions and licences'), Info),
  ]
}

/** What the desktop does by its own dialogs. */
function browserCommands(): Command[] {
  return [
    {
      id: 'inspect-eml',
      group: 'window',
      title: t('Inspect a message file'),
      icon: BookOpen,
      run: chooseMessageFile,
    },
  ]
}

function desktopCommands(desktop: DesktopClient): Command[] {
  const act = (id: string, title: string, icon: typeof Info, run: () => Promise<unknown>): Command => ({
    id,
    group: 'window',
    title,
    icon,
    run: () => void run().catch(notifyFailure),
  })
  return [
    {
      id: 'preferences',
      group: 'window',
      title: t('Preferences of this computer'),
      keywords: t('tray login notifications updates'),
      keys: 'Ctrl ,',
      icon: Settings2,
      run: () => showDialog('preferences'),
    },
    act('inspect-eml', t('Inspect a message file'), BookOpen, async () => {
      const message = await desktop.files.openEml()
      if (message) openMessageFile(message)
    }),
    act('data-folder', t('Show the data folder'), Folder, () => desktop.system.openDataFolder()),
    act('console', t('Open in the browser'), Globe, () => desktop.system.openConsole()),
    act('check-updates', t('Check for updates'), Download, async () => {
      showDialog('about')
      await desktop.updates.check()
    }),
  ]
}

/** As the palette does it. */
export function addDevice(): void {
  if (!runCommand('add-device')) goTo('setup', { item: 'device' })
}

function notifyFailure(error: unknown): void {
  notify({ text: error instanceof Error ? error.message : t('That did not work.'), tone: 'problem' })
}
