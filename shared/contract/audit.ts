import { z } from 'zod'
import { base } from './collection.ts'

/** Who changed what. detail has no secrets. */
export const auditEntrySchema = z.object({
  id: z.number().int(),
  at: z.number(),
  /** "window", "console", "api", "cli", "config file", "schedule". */
  actor: z.string(),
  action: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type AuditEntryView = z.infer<typeof auditEntrySchema>

export const audit = {
  list: base
    .route({ method: 'GET', path: '/audit', summary: 'Changes, newest first', tags: ['audit'] })
    .input(
      z.strictObject({
        /** In actor, action and detail. */
        text: z.string().max(200).default(''),
        cursor: z.string().max(100).nullable().default(null),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ rows: z.array(auditEntrySchema), nextCursor: z.string().nullable() })),
}
