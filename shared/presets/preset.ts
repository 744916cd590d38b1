/** What is known of a provider's smart host: data for forms and commands. The route itself is what counts afterwards. */
import { z } from 'zod'
import { hostSchema, portSchema } from '../domain/primitives.ts'
import { pacingSchema } from '../domain/route.ts'

/** A part of the host name that differs for each customer; it stands as "{key}" in the host. */
export const placeholderSchema = z.strictObject({
  key: z.string().regex(/^[a-z]+$/),
  label: z.string().min(1),
  /** What a complete entry looks like; also the value that forms may begin with. */
  example: hostSchema,
})

export const presetSchema = z.strictObject({
  id: z
    .string()
    .max(64)
    .regex(/^[a-z0-9][a-z0-9.-]*$/, 'An id has small letters, digits, dots and hyphens.'),
  name: z.string().min(1).max(64),
  /** May hold placeholders: "email-smtp.{region}.amazonaws.com". */
  host: z.string().min(1).max(253),
  placeholders: z.array(placeholderSchema).default([]),
  port: portSchema.min(1),
  /** TLS from the first octet. */
  implicitTls: z.boolean(),
  /** Ways to sign in, the recommended one first; empty where the provider knows the client by its address. */
  auth: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('password'),
        /** What belongs into the two fields, in a few words. */
        usernameHint: z.string().min(1),
        passwordHint: z.string().min(1),
        /** The user name is the same for everybody. */
        username: z.string().min(1).optional(),
      }),
      z.strictObject({
        kind: z.literal('oauth2'),
        provider: z.enum(['microsoft', 'google']),
        usernameHint: z.string().min(1),
      }),
    ]),
  ),
  /** Connections at the same time; absent: the route's default does. */
  maxConnections: z.number().int().min(1).optional(),
  /** What the provider documents (see sources), so that it does not come to refusals. */
  pacing: pacingSchema.default({}),
  /** Where the provider explains the set-up. */
  help: z.url().optional(),
  /** Sentences that a person should read before choosing it. */
  notes: z.array(z.string().min(1)).default([]),
  /** Where the numbers come from. */
  sources: z.array(z.url()).default([]),
})
export type PresetInput = z.input<typeof presetSchema>
export type Preset = z.output<typeof presetSchema>
