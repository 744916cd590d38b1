import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type Preferences, preferencesSchema } from '../../../shared/desktop/preferences.ts'

export interface PreferencesFile {
  get(): Preferences
  /** Throws where the file cannot be written; then nothing has changed. */
  set(preferences: Preferences): void
  /** Says true once, ever: that Mailroom goes on in the tray is said the first time only. */
  firstCloseToTray(): boolean
}

/** toldOfTray is not a choice, so the window does not see it. */
const storedSchema = preferencesSchema.extend({ toldOfTray: z.boolean().default(false) })
type Stored = z.infer<typeof storedSchema>

/** A file that is missing or damaged gives the defaults. */
export function openPreferences(path: string): PreferencesFile {
  let stored = read(path)
  const keep = (next: Stored) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.new`, `${JSON.stringify(next, null, 2)}\n`)
    renameSync(`${path}.new`, path)
    stored = next
  }
  return {
    get: () => preferencesSchema.parse(stored),
    set: (preferences) => keep({ ...stored, ...preferences }),
    firstCloseToTray() {
      if (stored.toldOfTray) return false
      try {
        keep({ ...stored, toldOfTray: true })
      } catch (error) {
        console.error('The preferences could not be kept.', error)
        stored = { ...stored, toldOfTray: true }
      }
      return true
    },
  }
}

function read(path: string): Stored {
  try {
    return storedSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return storedSchema.parse({})
  }
}
