import { oc } from '@orpc/contract'
import { z } from 'zod'
import { idSchema } from '../domain/id.ts'
import {
  MESSAGE_STATES,
  messageDetailSchema,
  messageRowSchema,
  messageStateSchema,
} from '../domain/message.ts'
import { addressSchema } from '../domain/primitives.ts'
import { holdSchema } from '../domain/recipient.ts'
import { errors } from './errors.ts'

/** Every key that is given must match. Text compares without case; in patterns "*" stands for any run of characters. */
const filterKeys = {
  states: z.array(messageStateSchema).min(1).optional(),
  /** Words in sender, recipients, subject, Message-ID or id (full-text, prefixes count). */
  text: z.string().max(200).optional(),
  /** Patterns as in relay rules. */
  sender: z.string().max(320).optional(),
  recipient: z.string().max(320).optional(),
  recipientDomain: z.string().max(253).optional(),
  route: z.string().max(64).optional(),
  account: z.string().max(128).optional(),
  receivedAfter: z.number().optional(),
  receivedBefore: z.number().optional(),
  /** Words in a row, the last of which may go on; with "*" a pattern over all of the subject. */
  subject: z.string().max(200).optional(),
  /** Pattern on the last reply of a recipient: its code ("550"), its enhanced code ("4.7.*") or its text ("*quota*"). */
  reply: z.string().max(200).optional(),
  /** Pattern on the host that gave the last reply of a recipient. */
  host: z.string().max(253).optional(),
  /** Address or network that it came from. */
  client: z.string().max(64).optional(),
  listener: z.string().max(64).optional(),
  /** Name of a configured network. */
  network: z.string().max(64).optional(),
  /** Octets, both inclusive. */
  minSize: z.number().int().nonnegative().optional(),
  maxSize: z.number().int().nonnegative().optional(),
  minAttempts: z.number().int().nonnegative().optional(),
  /** Why a recipient is held. */
  holds: z.array(holdSchema).min(1).optional(),
}

export const queueFilterSchema = z.strictObject({
  ...filterKeys,
  /** Messages that match any of these are left out. */
  exclude: z.array(z.strictObject(filterKeys)).max(20).optional(),
})
export type QueueFilter = z.infer<typeof queueFilterSchema>

export const queueSortSchema = z.strictObject({
  by: z.enum(['receivedAt', 'nextAttemptAt', 'size']),
  direction: z.enum(['ascending', 'descending']),
})
export type QueueSort = z.infer<typeof queueSortSchema>

export const messageCountsSchema = z.object(
  Object.fromEntries(MESSAGE_STATES.map((state) => [state, z.number().int()])) as Record<
    (typeof MESSAGE_STATES)[number],
    z.ZodNumber
  >,
)
export type MessageCounts = z.infer<typeof messageCountsSchema>

export const selectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ids'), ids: z.array(idSchema).min(1).max(10_000) }),
  /** An empty filter is every message. */
  z.strictObject({ kind: z.literal('filter'), filter: queueFilterSchema }),
])
export type Selection = z.infer<typeof selectionSchema>

/**
 * send-now  due at once, whatever the schedule says       hold    no attempts until released
 * release   held mail is due again                        delete  open recipients are cancelled, no report
 * bounce    open recipients end with a report to the sender
 */
export const queueOperationSchema = z.enum(['send-now', 'hold', 'release', 'delete', 'bounce'])
export type QueueOperation = z.infer<typeof queueOperationSchema>

export const operationResultSchema = z.object({
  /** Messages of which at least one recipient changed. */
  changed: z.number().int(),
  /** Selected messages to which the operation does not apply, for example delivered ones. */
  unchanged: z.number().int(),
})
export type OperationResult = z.infer<typeof operationResultSchema>

/**
 * A page may have fewer rows than asked for, even none, and still a cursor: a search that finds little among many
 * answers what it has after a moment. The end is where there is no cursor.
 */
export const pageSchema = z.object({
  rows: z.array(messageRowSchema),
  /** Hand it back for the next page; null at the end. */
  nextCursor: z.string().nullable(),
})

export const pausesSchema = z.object({ queue: z.boolean(), routes: z.array(z.string()) })
export type Pauses = z.infer<typeof pausesSchema>

const base = oc.errors(errors)

export const queue = {
  list: base
    .route({ method: 'POST', path: '/queue/search', summary: 'A page of messages', tags: ['queue'] })
    .input(
      z.strictObject({
        filter: queueFilterSchema.default({}),
        sort: queueSortSchema.default({ by: 'receivedAt', direction: 'descending' }),
        cursor: z.string().max(500).nullable().default(null),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(pageSchema),
  counts: base
    .route({ method: 'POST', path: '/queue/counts', summary: 'Messages by state', tags: ['queue'] })
    .input(z.strictObject({ filter: queueFilterSchema.default({}) }))
    .output(messageCountsSchema),
  get: base
    .route({
      method: 'GET',
      path: '/queue/{id}',
      summary: 'A message with recipients and history',
      tags: ['queue'],
    })
    .input(z.strictObject({ id: idSchema }))
    .output(messageDetailSchema),
  source: base
    .route({
      method: 'GET',
      path: '/queue/{id}/source',
      summary: 'The message as it is stored',
      tags: ['queue'],
    })
    .input(
      z.strictObject({
        id: idSchema,
        limit: z.coerce
          .number()
          .int()
          .min(1)
          .max(64 * 1024 * 1024)
          .default(1024 * 1024),
      }),
    )
    .output(
      z.object({
        /** The octets in base64, so that nothing is lost on the way. */
        base64: z.string(),
        size: z.number().int(),
        truncated: z.boolean(),
      }),
    ),
  operate: base
    .route({
      method: 'POST',
      path: '/queue/operations',
      summary: 'Send now, hold, release, delete or bounce',
      tags: ['queue'],
    })
    .input(z.strictObject({ operation: queueOperationSchema, selection: selectionSchema }))
    .output(operationResultSchema),
  submit: base
    .route({
      method: 'POST',
      path: '/queue',
      summary: 'Hand in a message, as sendmail does',
      tags: ['queue'],
    })
    .input(
      z.strictObject({
        sender: z.string().max(320),
        recipients: z.array(z.string().min(1).max(320)).min(1).max(10_000),
        base64: z.string(),
      }),
    )
    .output(z.object({ id: idSchema })),
  /**
   * Another address for a recipient that still waits or is held; the history keeps the old one. CONFLICT while an
   * attempt is going on, or once it is done.
   */
  changeRecipient: base
    .route({
      method: 'PUT',
      path: '/queue/{id}/recipients/{number}',
      summary: 'Change the address of a waiting recipient',
      tags: ['queue'],
    })
    .input(
      z.strictObject({ id: idSchema, number: z.coerce.number().int().positive(), address: addressSchema }),
    )
    .output(z.object({})),
  pause: base
    .route({
      method: 'POST',
      path: '/queue/pause',
      summary: 'Pause or resume all delivery, or one route',
      tags: ['queue'],
    })
    .input(z.strictObject({ route: z.string().nullable().default(null), paused: z.boolean() }))
    .output(pausesSchema),
}
