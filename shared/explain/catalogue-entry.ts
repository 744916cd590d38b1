/** The form of the files in catalogue/: data, so that a new wording needs no code. How an entry wins: explain-reply.ts. */
import { z } from 'zod'
import { actorSchema } from './explanation.ts'

/** How far the conversation with the next hop had come. */
export const EXPLAINED_PHASES = [
  'resolve',
  'connect',
  'greeting',
  'ehlo',
  'starttls',
  'tls',
  'auth',
  'mail',
  'rcpt',
  'data',
  'content',
] as const
export type ExplainedPhase = (typeof EXPLAINED_PHASES)[number]

/** Every part that is given must fit; of each list one is enough. */
export const matchSchema = z
  .strictObject({
    /** Three digits; null is "there was no reply at all". */
    codes: z.array(z.number().int().min(200).max(599).nullable()).min(1).optional(),
    /** "5.7.139"; "x.2.2" is 4.2.2 and 5.2.2. */
    enhanced: z
      .array(z.string().regex(/^[245x]\.\d{1,3}\.\d{1,3}$/))
      .min(1)
      .optional(),
    /** See text-pattern.ts: whole words without case, * for anything between. */
    text: z.array(z.string().min(3)).min(1).optional(),
    /** Ids of providers.json: known by the host that was asked, or by a mark that they leave in the text. */
    from: z.array(z.string()).min(1).optional(),
    phases: z.array(z.enum(EXPLAINED_PHASES)).min(1).optional(),
  })
  .refine(({ codes, enhanced, text }) => codes || enhanced || text, 'An entry needs a code, or a text.')

export const catalogueEntrySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** Its wording says only that something was refused: any other wording that fits wins. */
  vague: z.literal(true).optional(),
  match: matchSchema,
  meaning: z.string().min(10),
  actor: actorSchema,
  steps: z.array(z.string().min(5)).max(4),
  link: z.url().optional(),
})
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>

export const providerSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: z.string(),
  /** Ends of host names, at a label: "outlook.com" is also "eur.olc.protection.outlook.com". */
  hosts: z.array(z.string()).min(1),
  /** Patterns that the provider's own replies contain. */
  marks: z.array(z.string().min(3)),
})
export type Provider = z.infer<typeof providerSchema>

/** One file: entries of one origin. `provider` names it in explanations. */
export const catalogueFileSchema = z.strictObject({
  provider: z.string().nullable(),
  /** particular: wordings of one provider, list or program. common: what many servers say. */
  scope: z.enum(['particular', 'common']),
  entries: z.array(catalogueEntrySchema).min(1),
})
export type CatalogueFile = z.infer<typeof catalogueFileSchema>
