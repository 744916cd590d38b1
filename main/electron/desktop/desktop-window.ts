/** The one window: open or not, where it is, and what it is asked to do, whether it is there yet or not. */
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import type { DesktopCommand } from '../../../shared/desktop/desktop-contract.ts'
import { parseMailroomLink } from '../../../shared/place/mailroom-link.ts'
import type { Place } from '../../../shared/place/place.ts'
import type { LaunchArguments } from '../launch-arguments.ts'
import { openMainWindow } from '../main-window.ts'
import { say } from '../say.ts'
import { createMailbox, type Mailbox } from './mailbox.ts'
import { readEml } from './read-eml.ts'
import { showProblem } from './show-problem.ts'

export interface DesktopWindow {
  readonly commands: Mailbox<DesktopCommand>
  /** Opens it, or brings it to the front. Nothing before "ready". */
  show(): void
  ask(command: DesktopCommand): void
  /** What the page says of itself. */
  shows(place: Place): void
  /** What a person looks at; null where it is not this window. */
  inFront(): Place | null
  openLink(link: string): void
  openMessage(path: string): void
  /** The links and files of a command line. */
  open(launch: Pick<LaunchArguments, 'links' | 'messages'>): void
}

export interface DesktopWindowOptions {
  readonly url: string
  readonly assets: string
  readonly onClosed: () => void
}

/** More than a person can have asked for before the window is there. */
const MOST_COMMANDS = 20

export function createDesktopWindow({ url, assets, onClosed }: DesktopWindowOptions): DesktopWindow {
  const commands = createMailbox<DesktopCommand>(MOST_COMMANDS)
  const stateFile = join(app.getPath('userData'), 'window.json')
  let place: Place | null = null

  function show(): void {
    if (!app.isReady()) return
    const [window] = BrowserWindow.getAllWindows()
    if (!window) {
      openMainWindow({ url, stateFile, icon: join(assets, 'icon.png') }).on('closed', onClosed)
      return
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  function ask(command: DesktopCommand): void {
    commands.post(command)
    show()
  }

  function openLink(link: string): void {
    const target = parseMailroomLink(link)
    if (target) ask({ kind: 'place', place: target })
    else show()
  }

  function openMessage(path: string): void {
    readEml(path).then(
      (message) => ask({ kind: 'open-eml', ...message }),
      showProblem(say('The file could not be read')),
    )
  }

  return {
    commands,
    show,
    ask,
    shows(next) {
      place = next
    },
    inFront: () => (BrowserWindow.getFocusedWindow() === null ? null : place),
    openLink,
    openMessage,
    open({ links, messages }) {
      for (const link of links) openLink(link)
      for (const path of messages) openMessage(path)
    },
  }
}
