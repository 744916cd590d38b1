import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { messageRowSchema } from '../domain/message.ts'
import { sessionRowSchema } from '../domain/session.ts'
import { explanationSchema } from '../explain/explanation.ts'
import { errors } from './errors.ts'
import { operationViewSchema } from './operations.ts'
import { messageCountsSchema, pausesSchema } from './queue.ts'

export const listenerStatusSchema = z.object({
  name: z.string(),
  host: z.string(),
  /** The port that is bound; the configured one while it is not. */
  port: z.number().int(),
  state: z.enum(['listening', 'disabled', 'failed']),
  /** Why it failed and what to do, in words. */
  problem: z.string().nullable(),
  /** A free port to use instead, where the configured one is taken. */
  proposedPort: z.number().int().nullable(),
  connections: z.number().int(),
})
export type ListenerStatus = z.infer<typeof listenerStatusSchema>

/** Is a host of a smart host route used? open: not before `until`; half-open: one connection tries it just now. */
export const circuitStatusSchema = z.object({
  host: z.string(),
  state: z.enum(['closed', 'open', 'half-open']),
  until: z.number().nullable(),
  /** The failure that opened it. */
  reason: z.string().nullable(),
})
export type CircuitStatus = z.infer<typeof circuitStatusSchema>

/**
 * The OAuth2 sign-in of a route. needed: nobody signed in yet. revoked: the provider takes the tokens no more; the
 * route waits until somebody signs in again. unreachable: the provider cannot be asked; it is tried again.
 */
export const signInStatusSchema = z.object({
  state: z.enum(['signed-in', 'needed', 'revoked', 'unreachable']),
  username: z.string().nullable(),
  /** Of the access token. */
  expiresAt: z.number().nullable(),
  text: z.string().nullable(),
})
export type SignInStatus = z.infer<typeof signInStatusSchema>

export const routeStatusSchema = z.object({
  name: z.string(),
  paused: z.boolean(),
  /** Messages with open recipients that the rules sent this way at their last evaluation. */
  waiting: z.number().int(),
  lastSuccessAt: z.number().nullable(),
  lastFailureAt: z.number().nullable(),
  lastFailure: z.string().nullable(),
  /** One for each host of a smart host route; empty for others. */
  circuits: z.array(circuitStatusSchema),
  /** null where the route does not sign in with OAuth2. */
  signIn: signInStatusSchema.nullable(),
  /** Why mail waits although nothing failed: pacing, ETRN; null where it does not. */
  waitingFor: z.string().nullable(),
  /** Limits of the route and how much of each is used: "12 of 30 messages a minute". Empty without limits. */
  pacing: z.array(z.object({ text: z.string(), used: z.number().int(), limit: z.number().int() })),
})
export type RouteStatus = z.infer<typeof routeStatusSchema>

/** Something that a person should do. The kind names the place to go. */
export const attentionSchema = z.object({
  kind: z.enum([
    'no-route',
    'listener-failed',
    'route-failing',
    'paused',
    'held',
    'failed',
    'disk-low',
    'certificate',
    'storage',
    'damage',
    'sign-in',
    'circuit',
    'locked',
    'limit',
    'double-bounce',
    'queue-stuck',
    'device-silent',
    'backup',
    'shared-address',
  ]),
  severity: z.enum(['info', 'warning', 'problem']),
  text: z.string(),
  /** Listener, route, account, network or client that it is about. */
  subject: z.string().nullable(),
})
export type Attention = z.infer<typeof attentionSchema>

export const statusSchema = z.object({
  version: z.string(),
  hostname: z.string(),
  dataFolder: z.string(),
  pid: z.number().int(),
  startedAt: z.number(),
  /** The engine's clock, so that a viewer can show ages without trusting its own. */
  now: z.number(),
  listeners: z.array(listenerStatusSchema),
  routes: z.array(routeStatusSchema),
  counts: messageCountsSchema,
  pauses: pausesSchema,
  openSessions: z.number().int(),
  /** Messages accepted and recipients delivered in the last minute, and for each of the last 60 minutes, oldest first. */
  throughput: z.object({
    acceptedPerMinute: z.array(z.number().int()),
    deliveredPerMinute: z.array(z.number().int()),
  }),
  disk: z.object({ freeBytes: z.number(), low: z.boolean() }),
  attention: z.array(attentionSchema),
})
export type Status = z.infer<typeof statusSchema>

/**
 * Batches, at most 20 a second; seq grows by one for each batch, and a gap means: ask again for what is shown.
 * messages and sessions hold the newest row of each thing that changed, at most 200 each; `more` says that there
 * were others.
 */
export const eventBatchSchema = z.object({
  seq: z.number().int(),
  messages: z.array(messageRowSchema),
  removedMessages: z.array(z.string()),
  sessions: z.array(sessionRowSchema),
  /** Bulk operations that changed. */
  operations: z.array(operationViewSchema),
  more: z.boolean(),
  /** Sections of the configuration that changed; also `accounts` and `backups`. */
  configuration: z.array(z.string()),
  /** Present when it changed, at most once a second. */
  status: statusSchema.nullable(),
})
export type EventBatch = z.infer<typeof eventBatchSchema>

const base = oc.errors(errors)

export const system = {
  status: base
    .route({ method: 'GET', path: '/status', summary: 'Is mail flowing', tags: ['system'] })
    .output(statusSchema),
  events: base
    .route({
      method: 'GET',
      path: '/events',
      summary: 'Everything that changes, in batches',
      tags: ['system'],
    })
    .output(eventIterator(eventBatchSchema)),
  /** What a reply of a mail server means, as it stands in a log or a report: "550 5.7.26 …". Offline. */
  explain: base
    .route({ method: 'POST', path: '/explain', summary: 'Explain a reply', tags: ['system'] })
    .input(
      z.strictObject({
        text: z.string().min(1).max(10_000),
        /** Who gave it, where that is known. */
        host: z.string().max(255).nullable().default(null),
      }),
    )
    .output(explanationSchema),
}
