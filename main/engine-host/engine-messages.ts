/** What the desktop's main process and its engine process say to each other; both sides parse what arrives. */
import { z } from 'zod'
import { attentionSchema } from '../../shared/contract/system.ts'
import { engineSummarySchema } from '../../shared/desktop/engine-summary.ts'

/** To the engine. A "connect" message carries the port of a window. */
export const toEngineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    folder: z.string().min(1),
    /** host: the system's keychain, through the main process; key-file: a key in the data folder. */
    secrets: z.enum(['host', 'key-file']),
  }),
  z.object({ kind: z.literal('connect') }),
  z.object({ kind: z.literal('stop') }),
  /** Holds all delivery, or lets it go on: asked for in the tray. */
  z.object({ kind: z.literal('pause'), paused: z.boolean() }),
  z.object({ kind: z.literal('secret'), id: z.number().int(), text: z.string() }),
  z.object({ kind: z.literal('secret-failed'), id: z.number().int(), message: z.string() }),
])
export type ToEngine = z.infer<typeof toEngineSchema>

/** From the engine. */
export const fromEngineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('running'), console: z.string() }),
  /** It could not start; the process ends afterwards. */
  z.object({ kind: z.literal('failed'), message: z.string() }),
  /** Something that a person should do, said once. */
  z.object({ kind: z.literal('problem'), problem: attentionSchema }),
  /** What the tray shows; sent when it changes. */
  z.object({ kind: z.literal('status'), summary: engineSummarySchema }),
  z.object({
    kind: z.literal('secret-request'),
    id: z.number().int(),
    operation: z.enum(['seal', 'open']),
    text: z.string(),
  }),
])
export type FromEngine = z.infer<typeof fromEngineSchema>
