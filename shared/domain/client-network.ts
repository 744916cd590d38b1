import { z } from 'zod'
import { byteSizeSchema } from './byte-size.ts'
import { durationSchema } from './duration.ts'
import { sendingLimitsSchema } from './limits.ts'
import { addressPatternSchema, nameSchema, networkSchema } from './primitives.ts'
import { tolerancesSchema } from './tolerance.ts'

/**
 * refuse     a bare CR or LF in content is answered with 550 5.6.11 at the end of DATA
 * normalise  each is made CRLF before the message is stored; counted, and said in the log
 * Neither is ever relayed as it came.
 */
export const lineEndsSchema = z.enum(['refuse', 'normalise'])
export type LineEnds = z.infer<typeof lineEndsSchema>

/**
 * Clients that are known by their address: a copier that cannot authenticate, the computers of the office. Where
 * several contain an address, the one with the longest prefix counts, then the first.
 */
export const clientNetworkSchema = z.strictObject({
  name: nameSchema,
  enabled: z.boolean().default(true),
  /** CIDR or single addresses. */
  addresses: z.array(networkSchema).min(1, 'Give at least one address or network.'),
  /** Names of listeners on which it counts; none means all. */
  listeners: z.array(nameSchema).default([]),
  /** May it submit without AUTH? Off: it is only named, limited and given a profile. */
  trusted: z.boolean().default(true),
  /** Envelope senders it may use without AUTH; an empty list allows none. */
  allowedSenders: z.array(addressPatternSchema).default(['*']),
  /** Addresses it may use in the From field, likewise. */
  allowedFrom: z.array(addressPatternSchema).default(['*']),
  /** Counted for each client address of the network by itself. */
  limits: sendingLimitsSchema.default({}),
  maxSize: byteSizeSchema.optional(),
  tolerate: tolerancesSchema,
  lineEnds: lineEndsSchema.optional(),
  /** Expected at least that often: longer silence is shown as attention. */
  silentAfter: durationSchema.optional(),
})
export type ClientNetwork = z.infer<typeof clientNetworkSchema>
