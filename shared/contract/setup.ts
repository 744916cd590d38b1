/** The guided start, and what the program finds out for it. */
import { z } from 'zod'
import { base, nothing } from './collection.ts'

export const foundComputerSchema = z.object({
  hostname: z.string(),
  /** Where the name is from, in words: "the name of this computer". */
  hostnameFrom: z.string(),
  /** Domains that could be the office's own, from the host name, accounts, and senders seen. */
  domains: z.array(z.string()),
  /** Addresses that devices could reach this computer at; private ones first. */
  addresses: z.array(
    z.object({
      address: z.string(),
      /** "Ethernet", "eth0". */
      interface: z.string(),
      /** CIDR of its network. */
      network: z.string(),
      kind: z.enum(['loopback', 'private', 'public']),
    }),
  ),
  /** Of 25, 587, 465, 2525: can a listener be bound there; why not in words. */
  ports: z.array(
    z.object({
      port: z.number().int(),
      free: z.boolean(),
      ours: z.boolean(),
      problem: z.string().nullable(),
    }),
  ),
})
export type FoundComputer = z.infer<typeof foundComputerSchema>

/** Kept with the data folder, so that it can be left and taken up again, in any window. */
export const setupProgressSchema = z.strictObject({
  state: z.enum(['new', 'under-way', 'done', 'skipped']),
  step: z.enum(['you', 'senders', 'route', 'test']),
  /** What was answered so far, as the window keeps it; no secrets. */
  answers: z.record(z.string(), z.unknown()),
})
export type SetupProgress = z.infer<typeof setupProgressSchema>

/** When a named network was heard of last. */
export const networkActivitySchema = z.object({
  name: z.string(),
  lastSeenAt: z.number().nullable(),
  clients: z.array(z.object({ client: z.string(), lastSeenAt: z.number(), messages: z.number().int() })),
})
export type NetworkActivity = z.infer<typeof networkActivitySchema>

export const setup = {
  look: base
    .route({ method: 'GET', path: '/setup/computer', summary: 'What this computer is', tags: ['setup'] })
    .output(foundComputerSchema),
  progress: base
    .route({ method: 'GET', path: '/setup', summary: 'How far the guided start is', tags: ['setup'] })
    .output(setupProgressSchema),
  keep: base
    .route({ method: 'PUT', path: '/setup', summary: 'Keep how far it is', tags: ['setup'] })
    .input(setupProgressSchema)
    .output(nothing),
  networkActivity: base
    .route({
      method: 'GET',
      path: '/networks/activity',
      summary: 'When networks were heard of last',
      tags: ['networks'],
    })
    .output(z.array(networkActivitySchema)),
}
