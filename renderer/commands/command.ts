/** Something that a person can do or go to by its name, from anywhere: what the palette lists. */
import type { LucideIcon } from 'lucide-react'

/** `here`: what the panel offers for what is selected or open in it. */
export const COMMAND_GROUPS = [
  'here',
  'action',
  'panel',
  'message',
  'session',
  'route',
  'rule',
  'account',
  'network',
  'listener',
  'setting',
  'window',
] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

export interface Command {
  /** The same each time, so that it can be remembered: "route:provider". */
  readonly id: string
  readonly group: CommandGroup
  /** In the viewer's language: made while rendering. */
  readonly title: string
  /** A second, quieter text, searched too. */
  readonly detail?: string
  /** Other words by which people look for it; not shown. */
  readonly keywords?: string
  /** As the shortcuts dialog writes it: "G Q". */
  readonly keys?: string
  readonly icon?: LucideIcon
  /** One of many of its kind: found by name, but not offered before something is typed. */
  readonly onlyByName?: boolean
  readonly run: () => void
}
