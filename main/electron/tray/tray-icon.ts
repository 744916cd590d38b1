import { join } from 'node:path'
import { Menu, type MenuItemConstructorOptions, type NativeImage, nativeImage, Tray } from 'electron'
import { type TrayAction, type TrayItem, type TrayState, type TrayView, trayView } from './tray-menu.ts'

export interface TrayIcon {
  show(state: TrayState): void
}

/** null where this desktop has no place for one. */
export function createTrayIcon(assets: string, act: (action: TrayAction) => void): TrayIcon | null {
  const icons = loadIcons(assets)
  if (icons.calm.isEmpty()) return null
  try {
    const tray = new Tray(icons.calm)
    tray.on('click', () => act({ kind: 'open' }))
    let shown = ''
    return {
      show(state) {
        const view = trayView(state)
        const text = JSON.stringify(view)
        // A menu that is open closes when it is replaced.
        if (text === shown) return
        shown = text
        put(tray, icons, view, act)
      },
    }
  } catch (error) {
    console.error('There is no tray here.', error)
    return null
  }
}

type Icons = Readonly<Record<TrayView['icon'], NativeImage>>

function put(tray: Tray, icons: Icons, view: TrayView, act: (action: TrayAction) => void): void {
  tray.setImage(icons[view.icon])
  tray.setToolTip(view.tooltip)
  if (process.platform === 'darwin') tray.setTitle(view.title, { fontType: 'monospacedDigit' })
  tray.setContextMenu(Menu.buildFromTemplate(view.items.map((item) => toNative(item, act))))
}

function toNative(item: TrayItem, act: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'text':
      return { label: literal(item.label), enabled: false }
    case 'line':
      return { type: 'separator' }
    case 'action':
      return { label: literal(item.label), click: () => act(item.action) }
  }
}

/** "&" marks a key in a menu; in names of routes it is itself. */
function literal(label: string): string {
  return label.replaceAll('&', '&&')
}

/** macOS recolours images whose name ends in Template for its menu bar. */
function loadIcons(assets: string): Icons {
  const suffix = process.platform === 'darwin' ? 'Template' : ''
  const load = (name: string) => nativeImage.createFromPath(join(assets, `${name}${suffix}.png`))
  return { calm: load('tray'), paused: load('tray-paused'), problem: load('tray-problem') }
}
