import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { idSchema } from '../domain/id.ts'
import {
  refusalCauseSchema,
  sessionDirectionSchema,
  sessionLineSchema,
  sessionOutcomeSchema,
  sessionRowSchema,
} from '../domain/session.ts'
import { errors } from './errors.ts'

export const sessionFilterSchema = z.strictObject({
  direction: sessionDirectionSchema.optional(),
  outcomes: z.array(sessionOutcomeSchema).min(1).optional(),
  via: z.string().max(64).optional(),
  peer: z.string().max(253).optional(),
  messageId: idSchema.optional(),
  account: z.string().max(128).optional(),
  network: z.string().max(64).optional(),
  startedAfter: z.number().optional(),
  startedBefore: z.number().optional(),
  /** Some reply in it begins with this code, plain or enhanced: "5", "550", "5.7". */
  code: z
    .string()
    .regex(/^[245](\d{0,2}|\.\d{0,3}(\.\d{0,3})?)$/)
    .optional(),
  causes: z.array(refusalCauseSchema.shape.kind).min(1).optional(),
  /** In peer, name, account, problem and, of kept sessions, in the lines of the conversation. */
  text: z.string().max(200).optional(),
})
export type SessionFilter = z.infer<typeof sessionFilterSchema>

/** What a viewer of one session gets: first what is there, then what comes, in batches. */
export const sessionBatchSchema = z.object({
  session: sessionRowSchema,
  lines: z.array(sessionLineSchema),
  /** Lines that were dropped before the first of this batch, because of the bounds or a slow viewer. */
  dropped: z.number().int(),
})
export type SessionBatch = z.infer<typeof sessionBatchSchema>

const base = oc.errors(errors)

export const sessions = {
  list: base
    .route({
      method: 'POST',
      path: '/sessions/search',
      summary: 'A page of sessions, newest first',
      tags: ['sessions'],
    })
    .input(
      z.strictObject({
        filter: sessionFilterSchema.default({}),
        cursor: z.string().max(100).nullable().default(null),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ rows: z.array(sessionRowSchema), nextCursor: z.string().nullable() })),
  get: base
    .route({
      method: 'GET',
      path: '/sessions/{id}',
      summary: 'A session with its conversation',
      tags: ['sessions'],
    })
    .input(z.strictObject({ id: idSchema }))
    .output(sessionBatchSchema),
  /**
   * Ends an open session: a client gets 421 4.3.2 at its next reply, and a message that it was handing in was not
   * accepted; with a next hop the attempt fails and is tried again. CONFLICT where it has ended.
   */
  disconnect: base
    .route({
      method: 'POST',
      path: '/sessions/{id}/disconnect',
      summary: 'End an open session',
      tags: ['sessions'],
    })
    .input(z.strictObject({ id: idSchema }))
    .output(z.object({})),
  watch: base
    .route({
      method: 'GET',
      path: '/sessions/{id}/events',
      summary: 'A conversation as it happens',
      tags: ['sessions'],
    })
    .input(z.strictObject({ id: idSchema }))
    .output(eventIterator(sessionBatchSchema)),
}
