import { z } from 'zod'

/**
 * sender     who wrote the message: another address, less content
 * device     the printer, program or web site that submits
 * relay      whoever looks after this Mailroom: a route, a sign-in, DNS of the own domain
 * provider   whoever runs the next mail server or the service that was asked to relay
 * recipient  the person the mail is for, or the administrator there
 * nobody     it solves itself, or it is no problem
 */
export const actorSchema = z.enum(['sender', 'device', 'relay', 'provider', 'recipient', 'nobody'])
export type Actor = z.infer<typeof actorSchema>

/**
 * What a reply means. known: an entry of the catalogue fits it. unknown: none does, and the meaning says no more than
 * the class of its code does.
 */
export const explanationSchema = z.object({
  kind: z.enum(['known', 'unknown']),
  /** Of the entry; null where it is unknown. */
  id: z.string().nullable(),
  meaning: z.string(),
  actor: actorSchema,
  /** What to do, first things first; empty where there is nothing to do. */
  steps: z.array(z.string()),
  /** A page of the provider that says more. */
  link: z.string().nullable(),
  /** "Microsoft 365", where the reply is a provider's own. */
  provider: z.string().nullable(),
})
export type Explanation = z.infer<typeof explanationSchema>
