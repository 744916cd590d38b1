/** What a person chose for this desktop; kept beside the window's place, not in the engine's configuration. */
import { z } from 'zod'
import type { Attention } from '../contract/system.ts'

/** What the desktop says outside the window; each can be switched off. */
export const NOTICES = [
  'route',
  'sign-in',
  'queue-stuck',
  'device-silent',
  'disk',
  'listener',
  'backup',
] as const
export const noticeSchema = z.enum(NOTICES)
export type Notice = z.infer<typeof noticeSchema>

/** Every member has a default, so that an older file and a damaged one still say what they can. */
export const preferencesSchema = z.object({
  /** Closing the window leaves Mailroom in the tray; otherwise it quits, and mail stops. */
  closeToTray: z.boolean().default(true),
  startAtLogin: z.boolean().default(false),
  /** At login: only the tray, no window. */
  startHidden: z.boolean().default(true),
  /** Looks for updates by itself. Nothing is installed without being asked. */
  automaticUpdates: z.boolean().default(true),
  /** Notices that are switched off. */
  silenced: z.array(noticeSchema).default([]),
})
export type Preferences = z.infer<typeof preferencesSchema>

export const DEFAULT_PREFERENCES: Preferences = preferencesSchema.parse({})

/** null: seen in the window only. Those are matters that can wait until somebody looks. */
export function noticeOf(kind: Attention['kind']): Notice | null {
  switch (kind) {
    case 'route-failing':
    case 'circuit':
      return 'route'
    case 'sign-in':
      return 'sign-in'
    case 'queue-stuck':
      return 'queue-stuck'
    case 'device-silent':
      return 'device-silent'
    case 'disk-low':
    case 'storage':
    case 'damage':
      return 'disk'
    case 'listener-failed':
      return 'listener'
    case 'backup':
      return 'backup'
    default:
      return null
  }
}
