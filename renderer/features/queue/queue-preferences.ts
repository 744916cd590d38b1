/**
 * What a person set up in the queue: own views, columns, density, how long there is to undo. Kept with the browser or
 * desktop profile; everything that reads or writes it goes through here, so that it can move elsewhere.
 */
import { z } from 'zod'
import { create } from 'zustand'
import { queueSortSchema } from '../../../shared/contract/queue.ts'
import { COLUMN_IDS, NARROWEST, WIDEST } from './columns.ts'

const columnSchema = z.object({
  id: z.enum(COLUMN_IDS),
  width: z.number().int().min(NARROWEST).max(WIDEST).nullable(),
})

const savedViewSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1).max(40),
  /** In the words of the filter language: ages stay relative. */
  filter: z.string().max(2_000),
  sort: queueSortSchema,
  /** null: the columns follow the room. */
  columns: z.array(columnSchema).min(1).nullable(),
})
export type SavedView = Readonly<z.infer<typeof savedViewSchema>>

const preferencesSchema = z.object({
  version: z.literal(1),
  views: z.array(savedViewSchema).max(30),
  columns: z.array(columnSchema).min(1).nullable(),
  density: z.enum(['normal', 'compact']),
  /** Time to take back a deletion, bounce or release. */
  undoSeconds: z.number().int().min(0).max(600),
})
export type QueuePreferences = Readonly<z.infer<typeof preferencesSchema>>

export const DEFAULT_PREFERENCES: QueuePreferences = {
  version: 1,
  views: [],
  columns: null,
  density: 'normal',
  undoSeconds: 10,
}

const KEY = 'mailroom.queue'

export const usePreferences = create<QueuePreferences>(() => readPreferences())

export function changePreferences(change: Partial<QueuePreferences>): void {
  usePreferences.setState(change)
  globalThis.localStorage?.setItem(KEY, JSON.stringify(usePreferences.getState()))
}

/** What is kept and cannot be read is as if there were nothing: it is only a matter of comfort. */
function readPreferences(): QueuePreferences {
  try {
    const kept: unknown = JSON.parse(globalThis.localStorage?.getItem(KEY) ?? 'null')
    const read = preferencesSchema.safeParse(kept)
    return read.success ? read.data : DEFAULT_PREFERENCES
  } catch {
    return DEFAULT_PREFERENCES
  }
}
