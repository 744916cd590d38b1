/**
 * What the window may ask of the desktop around it, over a port of its own: the whole boundary between the page and
 * Electron's main process. The browser console has none of it. What concerns mail is in shared/contract.
 */
import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { PANELS } from '../place/place.ts'
import { preferencesSchema } from './preferences.ts'
import { updateStateSchema } from './update-state.ts'

const placeSchema = z.object({
  panel: z.enum(PANELS),
  item: z.string().nullable(),
  params: z.record(z.string(), z.string()),
})

/** What a native menu, the tray or the system asks the window to do. */
export const desktopCommandSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('place'), place: placeSchema }),
  z.object({
    kind: z.literal('action'),
    action: z.enum([
      'palette',
      'add-device',
      'about',
      'support-bundle',
      'shortcuts',
      'filter',
      'preferences',
    ]),
  }),
  /** A message file that was opened from the system. */
  z.object({ kind: z.literal('open-eml'), name: z.string(), base64: z.string() }),
])
export type DesktopCommand = z.infer<typeof desktopCommandSchema>

/** Octets of a chunk of a file that is saved: a multiple of three, so that no chunk but the last is padded. */
export const SAVE_CHUNK = 768 * 1024

export const desktopAboutSchema = z.object({
  version: z.string(),
  /** "Electron", "Chromium", "Node". */
  components: z.array(z.object({ name: z.string(), version: z.string() })),
  platform: z.string(),
  /** false where this desktop shows no tray: closing the window then quits. */
  hasTray: z.boolean(),
  /** false where this system does not let programs start at login by themselves. */
  canStartAtLogin: z.boolean(),
})
export type DesktopAbout = z.infer<typeof desktopAboutSchema>

const nothing = z.object({})
const fileName = z.string().min(1).max(200)
const saving = z.object({ id: z.number().int() })

export const desktopContract = {
  about: oc.output(desktopAboutSchema),
  /** Notices of the software that is built in, as Markdown. */
  licenses: oc.output(z.object({ text: z.string() })),
  preferences: {
    get: oc.output(preferencesSchema),
    set: oc.input(preferencesSchema).output(preferencesSchema),
  },
  /** What is asked of the window, from the first that nobody took on. */
  commands: oc.output(eventIterator(desktopCommandSchema)),
  /** Where the window is: no notification says what is before one's eyes. */
  shows: oc.input(placeSchema).output(nothing),
  updates: {
    watch: oc.output(eventIterator(updateStateSchema)),
    check: oc.output(nothing),
    download: oc.output(nothing),
    /** Stops the engine in order, then starts the new version. */
    restart: oc.output(nothing),
  },
  system: {
    openDataFolder: oc.output(nothing),
    /** The window in the system's browser, signed in. */
    openConsole: oc.output(nothing),
    relaunch: oc.output(nothing),
  },
  files: {
    /** Asks where to, by the system's own dialog; null where the person changed their mind. */
    beginSave: oc.input(z.object({ name: fileName })).output(saving.nullable()),
    write: oc.input(saving.extend({ base64: z.string().max(2 * SAVE_CHUNK) })).output(nothing),
    /** Only now the file has its name. */
    finishSave: oc.input(saving).output(z.object({ path: z.string() })),
    giveUpSave: oc.input(saving).output(nothing),
    /** A message file by the system's own dialog; null where the person changed their mind. */
    openEml: oc.output(z.object({ name: z.string(), base64: z.string() }).nullable()),
  },
}

export type DesktopContract = typeof desktopContract
export type DesktopClient = ContractRouterClient<DesktopContract>
