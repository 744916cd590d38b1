/**
 * What an operator does to many messages: shown before, with progress and Cancel while it goes on, and for a time to be
 * undone. `queue.operate` is the same at once and without a way back, for programs.
 */
import { z } from 'zod'
import { messageRowSchema } from '../domain/message.ts'
import { nameSchema } from '../domain/primitives.ts'
import { base, nothing } from './collection.ts'
import { queueOperationSchema, selectionSchema } from './queue.ts'

/** reroute: open recipients go by this route from now on, whatever the rules say; null lets the rules decide again. */
export const bulkOperationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: queueOperationSchema }),
  z.strictObject({ kind: z.literal('reroute'), route: nameSchema.nullable() }),
])
export type BulkOperation = z.infer<typeof bulkOperationSchema>

/**
 * running    goes through the selected messages, slice by slice; mail flows between
 * undoable   for delete, bounce and release: all selected are marked, nothing irreversible has happened yet.
 *            Until undoUntil what will be deleted or bounced is kept from being sent; then it is carried out, also
 *            where Mailroom was not running at that time. What cannot be undone later is done by nobody sooner.
 * done       carried out                 undone     as it was before
 * cancelled  stopped half-way: what an undoable operation had marked is as before, what another had changed stays
 * failed     broken off by an error, as cancelled
 */
export const operationPhaseSchema = z.enum(['running', 'undoable', 'done', 'undone', 'cancelled', 'failed'])
export type OperationPhase = z.infer<typeof operationPhaseSchema>

export const operationViewSchema = z.object({
  id: z.string(),
  operation: bulkOperationSchema,
  actor: z.string(),
  phase: operationPhaseSchema,
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** Messages that are selected; null while they are counted. */
  selected: z.number().int().nullable(),
  /** Of these, gone through so far. */
  done: z.number().int(),
  changed: z.number().int(),
  /** Selected messages to which it does not apply. */
  unchanged: z.number().int(),
  undoUntil: z.number().nullable(),
  problem: z.string().nullable(),
})
export type OperationView = z.infer<typeof operationViewSchema>

/** What an operation would do. Counts of a filter are of this moment. */
export const operationPreviewSchema = z.object({
  selected: z.number().int(),
  /** Messages that it would change, their open recipients, and octets of their bodies. */
  applies: z.number().int(),
  recipients: z.number().int(),
  bytes: z.number().int(),
  /** The first few that it would change, oldest first. */
  samples: z.array(messageRowSchema),
  /** What one should know before: "3 are in an attempt just now and are left alone." */
  notes: z.array(z.string()),
})
export type OperationPreview = z.infer<typeof operationPreviewSchema>

const wanted = z.strictObject({ operation: bulkOperationSchema, selection: selectionSchema })
const one = z.strictObject({ id: z.string().max(64) })

export const operations = {
  preview: base
    .route({
      method: 'POST',
      path: '/operations/preview',
      summary: 'What an operation would do',
      tags: ['operations'],
    })
    .input(wanted)
    .output(operationPreviewSchema),
  /** undoWindow: milliseconds; 0, and operations that can be reversed anyway (hold, send-now, reroute), have none. */
  start: base
    .route({ method: 'POST', path: '/operations', summary: 'Begin an operation', tags: ['operations'] })
    .input(wanted.extend({ undoWindow: z.number().int().min(0).max(600_000).default(0) }))
    .output(operationViewSchema),
  /** Those that are going on or undoable, and the last ones that ended; newest first. */
  list: base
    .route({ method: 'GET', path: '/operations', summary: 'Operations of late', tags: ['operations'] })
    .output(z.array(operationViewSchema)),
  /** CONFLICT once its window has closed. */
  undo: base
    .route({
      method: 'POST',
      path: '/operations/{id}/undo',
      summary: 'Take it back',
      tags: ['operations'],
    })
    .input(one)
    .output(operationViewSchema),
  /** Closes the undo window at once. */
  finish: base
    .route({
      method: 'POST',
      path: '/operations/{id}/finish',
      summary: 'Do it now',
      tags: ['operations'],
    })
    .input(one)
    .output(operationViewSchema),
  /** Stops one that is running. */
  cancel: base
    .route({ method: 'POST', path: '/operations/{id}/cancel', summary: 'Stop it', tags: ['operations'] })
    .input(one)
    .output(nothing),
}
