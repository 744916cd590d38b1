/** Figures for people. They may be seconds old, and counting them never holds up mail. */
import { z } from 'zod'
import { messageStateSchema } from '../domain/message.ts'
import { explanationSchema } from '../explain/explanation.ts'
import { base } from './collection.ts'
import { queueFilterSchema } from './queue.ts'

/** hour: 60 steps of a minute; day: 96 of 15 minutes; week: 168 of an hour. */
export const spanSchema = z.enum(['hour', 'day', 'week'])
export type Span = z.infer<typeof spanSchema>

const perStep = z.array(z.number())

/** Kept over restarts; steps in which Mailroom did not run have null for what is a state and 0 for what is a count. */
export const flowSchema = z.object({
  /** Start of the first step; the last step is going on. */
  from: z.number(),
  stepMs: z.number().int(),
  /** Messages accepted; recipients delivered, deferred (attempts), and failed (bounced or expired). */
  accepted: perStep,
  delivered: perStep,
  deferred: perStep,
  failed: perStep,
  /** Messages with open recipients at the end of the step. */
  depth: z.array(z.number().nullable()),
  /** Milliseconds from reception to delivery, of what was delivered in the step. */
  p50: z.array(z.number().nullable()),
  p95: z.array(z.number().nullable()),
  /** Over the whole span. p50 and p95 null where nothing was delivered. */
  totals: z.object({
    accepted: z.number().int(),
    delivered: z.number().int(),
    deferred: z.number().int(),
    failed: z.number().int(),
    p50: z.number().nullable(),
    p95: z.number().nullable(),
  }),
})
export type Flow = z.infer<typeof flowSchema>

/** Open recipients by domain and age, as Postfix's qshape shows them. */
export const queueShapeSchema = z.object({
  at: z.number(),
  /** Upper ends of the age columns in milliseconds; the last column is older than the last end. */
  ages: z.array(z.number()),
  /** The domains with most recipients first, at most 20; cells as many as ages, and one. */
  domains: z.array(
    z.object({ domain: z.string(), total: z.number().int(), cells: z.array(z.number().int()) }),
  ),
  others: z.object({ domains: z.number().int(), total: z.number().int(), cells: z.array(z.number().int()) }),
  total: z.number().int(),
})
export type QueueShape = z.infer<typeof queueShapeSchema>

/** client: senders that are neither an account nor of a named network, by address; local: this computer's programs. */
export const senderSchema = z.object({
  kind: z.enum(['account', 'network', 'client', 'local']),
  name: z.string(),
})
export type Sender = z.infer<typeof senderSchema>

export const senderFlowSchema = senderSchema.extend({
  messages: z.number().int(),
  recipients: z.number().int(),
})
export type SenderFlow = z.infer<typeof senderFlowSchema>

/** Messages that wait after a failure, or failed, for one reason. */
export const failureGroupSchema = z.object({
  /** Stable for the same reason: the catalogue's entry, or the reply without what changes in it. */
  cause: z.string(),
  explanation: explanationSchema,
  /** One of the replies, in full, and who gave it. */
  reply: z.string(),
  host: z.string().nullable(),
  route: z.string().nullable(),
  states: z.array(messageStateSchema),
  messages: z.number().int(),
  /** The most frequent recipient domains, at most five. */
  domains: z.array(z.string()),
  lastAt: z.number(),
  /** Leads to these messages, as nearly as a filter can. */
  filter: queueFilterSchema,
})
export type FailureGroup = z.infer<typeof failureGroupSchema>

export const usageOverTimeSchema = z.object({
  from: z.number(),
  stepMs: z.number().int(),
  messages: perStep,
  recipients: perStep,
})
export type UsageOverTime = z.infer<typeof usageOverTimeSchema>

export const ruleHitsSchema = z.object({
  rule: z.string(),
  /** Times that it decided or changed a recipient's way at reception or at a first attempt. */
  total: z.number().int(),
  lastDay: z.number().int(),
  lastAt: z.number().nullable(),
  lastMessageId: z.string().nullable(),
  /** Counted since then: since it has been there under this name. */
  since: z.number(),
})
export type RuleHits = z.infer<typeof ruleHitsSchema>

/** Octets on disk in the data folder. */
export const diskUseSchema = z.object({
  database: z.number(),
  /** Of it and beside it: bodies of open mail, bodies kept after the end, histories, session conversations. */
  openBodies: z.number(),
  keptBodies: z.number(),
  histories: z.number(),
  sessions: z.number(),
  backups: z.number(),
  logs: z.number(),
  freeBytes: z.number(),
  /** What is kept: messages that ended, and since when; sessions. */
  endedMessages: z.number().int(),
  oldestEndedAt: z.number().nullable(),
  keptSessions: z.number().int(),
})
export type DiskUse = z.infer<typeof diskUseSchema>

const tags = ['statistics']

export const statistics = {
  flow: base
    .route({ method: 'GET', path: '/statistics/flow', summary: 'Throughput, depth, delivery time', tags })
    .input(z.strictObject({ span: spanSchema.default('day') }))
    .output(flowSchema),
  shape: base
    .route({
      method: 'GET',
      path: '/statistics/shape',
      summary: 'Open recipients by domain and age',
      tags,
    })
    .output(queueShapeSchema),
  senders: base
    .route({ method: 'GET', path: '/statistics/senders', summary: 'Who sends most', tags })
    .input(z.strictObject({ span: spanSchema.default('day') }))
    .output(z.array(senderFlowSchema)),
  /** Of the newest 10,000 messages that wait after a failure or failed; most messages first. */
  failures: base
    .route({ method: 'GET', path: '/statistics/failures', summary: 'Failures by cause', tags })
    .output(z.array(failureGroupSchema)),
  usage: base
    .route({ method: 'POST', path: '/statistics/usage', summary: 'What one sender sent, over time', tags })
    .input(z.strictObject({ sender: senderSchema, span: spanSchema.default('week') }))
    .output(usageOverTimeSchema),
  rules: base
    .route({ method: 'GET', path: '/statistics/rules', summary: 'Which relay rules are used', tags })
    .output(z.array(ruleHitsSchema)),
  disk: base
    .route({ method: 'GET', path: '/statistics/disk', summary: 'What takes room on the disk', tags })
    .output(diskUseSchema),
}
