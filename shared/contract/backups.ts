/** Copies of the whole data folder: configuration, accounts, queue with bodies, history, sessions. */
import { z } from 'zod'
import { base, nothing } from './collection.ts'

export const backupNameSchema = z.string().regex(/^[\w.-]{1,120}\.mailroom-backup$/)

export const backupViewSchema = z.object({
  name: z.string(),
  createdAt: z.number(),
  size: z.number(),
  /** Of the Mailroom that made it. */
  version: z.string(),
  reason: z.enum(['manual', 'scheduled', 'before-restore']),
  openMessages: z.number().int(),
  /** Why it cannot be restored, in words; null where it can. */
  problem: z.string().nullable(),
})
export type BackupView = z.infer<typeof backupViewSchema>

/** How far a backup or a restore is. Octets: of what is packed, or of the backup's file; the whole where it is known. */
export const backupProgressSchema = z.object({
  step: z.enum(['copying', 'packing', 'unpacking', 'checking']),
  octets: z.number().int(),
  total: z.number().int().nullable(),
})
export type BackupProgress = z.infer<typeof backupProgressSchema>

const one = z.strictObject({ name: backupNameSchema })
const tags = ['backups']

export const backups = {
  list: base
    .route({ method: 'GET', path: '/backups', summary: 'Backups in the data folder, newest first', tags })
    .output(z.array(backupViewSchema)),
  create: base
    .route({ method: 'POST', path: '/backups', summary: 'Make a backup; mail goes on', tags })
    .output(backupViewSchema),
  progress: base
    .route({ method: 'GET', path: '/backup-progress', summary: 'What is being made or restored now', tags })
    .output(backupProgressSchema.nullable()),
  remove: base
    .route({ method: 'DELETE', path: '/backups/{name}', summary: 'Delete a backup', tags })
    .input(one)
    .output(nothing),
  /**
   * Stops in order, keeps what is there as a backup of its own, puts the backup in its place and starts again; the
   * connection is lost meanwhile. Secrets that were sealed on another computer are asked for again afterwards. Mail that
   * waits now is taken along; mail that waits in the backup alone may have been delivered since, and is held.
   */
  restore: base
    .route({ method: 'POST', path: '/backups/{name}/restore', summary: 'Go back to a backup', tags })
    .input(
      one.extend({
        /** Sends what waits in the backup alone instead of holding it. */
        sendAgain: z.boolean().default(false),
      }),
    )
    .output(nothing),
  /** For keeping it elsewhere, chunk by chunk. */
  read: base
    .route({ method: 'GET', path: '/backups/{name}/content', summary: 'A backup, chunk by chunk', tags })
    .input(one.extend({ offset: z.coerce.number().int().nonnegative().default(0) }))
    .output(z.object({ base64: z.string(), nextOffset: z.number().int().nullable() })),
  /** Brings one back that was kept elsewhere: chunks in order, the last with last: true. */
  write: base
    .route({ method: 'PUT', path: '/backups/{name}/content', summary: 'Bring a backup, in chunks', tags })
    .input(
      one.extend({
        offset: z.number().int().nonnegative(),
        base64: z.string().max(8 * 1024 * 1024),
        last: z.boolean(),
      }),
    )
    .output(nothing),
}
