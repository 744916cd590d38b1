import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type BrowserWindow, type Rectangle, screen } from 'electron'
import { z } from 'zod'

const stateSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(200),
  height: z.number().int().min(200),
  maximized: z.boolean(),
  /** Chromium's: each step is a fifth larger, 0 is 100 %. */
  zoom: z.number().min(-8).max(9).default(0),
})
export type WindowState = z.infer<typeof stateSchema>

/** Where the window was; null at first start, and where that screen is gone. */
export function readWindowState(file: string): WindowState | null {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return isVisible(state) ? state : null
  } catch {
    return null
  }
}

/** Writes when the window closes; a state that cannot be written is not worth a message. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const state: WindowState = {
      ...window.getNormalBounds(),
      maximized: window.isMaximized(),
      zoom: window.webContents.getZoomLevel(),
    }
    try {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify(state))
    } catch (error) {
      console.error('The place of the window could not be kept.', error)
    }
  })
}

function isVisible({ x, y, width, height }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const wide = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    const high = Math.min(y + height, workArea.y + workArea.height) - Math.max(y, workArea.y)
    return wide >= 100 && high >= 100
  })
}
