import { join } from 'node:path'
import { Menu, nativeImage, Tray } from 'electron'
import type { EngineState } from './engine-supervisor.ts'

export interface TrayActions {
  readonly open: () => void
  readonly quit: () => void
}

export interface TrayIcon {
  show(state: EngineState): void
}

const WORDS: Record<EngineState, string> = {
  starting: 'The mail engine is starting',
  running: 'Mail is flowing',
  stopped: 'The mail engine is not running',
}

/** null where this desktop has no place for one. */
export function createTrayIcon(assets: string, actions: TrayActions): TrayIcon | null {
  const file = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'
  const image = nativeImage.createFromPath(join(assets, file))
  if (image.isEmpty()) return null
  try {
    const tray = new Tray(image)
    tray.on('click', actions.open)
    return {
      show(state) {
        tray.setToolTip(`Mailroom: ${WORDS[state]}`)
        tray.setContextMenu(
          Menu.buildFromTemplate([
            { label: WORDS[state], enabled: false },
            { type: 'separator' },
            { label: 'Open Mailroom', click: actions.open },
            { label: 'Quit (mail stops)', click: actions.quit },
          ]),
        )
      },
    }
  } catch (error) {
    console.error('There is no tray here.', error)
    return null
  }
}
