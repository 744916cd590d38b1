import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { domainNameSchema, nameSchema } from '../domain/primitives.ts'
import { routeSchema } from '../domain/route.ts'
import { sessionLineSchema } from '../domain/session.ts'
import { base, collection, named, nothing } from './collection.ts'

/** What came of a route's test: its conversation as it happens, then a verdict. */
export const routeTestEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('line'), line: sessionLineSchema }),
  z.object({ kind: z.literal('verdict'), ok: z.boolean(), text: z.string() }),
])
export type RouteTestEvent = z.infer<typeof routeTestEventSchema>

/** Opened in a browser, so nothing but a page of the web. */
const webAddress = z.url({ protocol: /^https?$/ })

/**
 * A sign-in with OAuth2 while it goes on. browser: open the address in the system browser of this computer. device:
 * open the address anywhere and enter the code. The last event is signed-in or failed.
 */
export const signInEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('browser'), url: webAddress }),
  z.object({ kind: z.literal('device'), url: webAddress, userCode: z.string(), expiresAt: z.number() }),
  /** username: as the provider names it; null where it does not say. */
  z.object({ kind: z.literal('signed-in'), username: z.string().nullable() }),
  z.object({ kind: z.literal('failed'), text: z.string() }),
])
export type SignInEvent = z.infer<typeof signInEventSchema>

export const routes = {
  ...collection('/routes', 'routes', routeSchema),
  /**
   * Connects, EHLO, STARTTLS and AUTH as delivery would, then QUIT; sends nothing. Takes a draft, also one that is
   * not saved; a draft without secrets uses the stored ones of the route of that name. MX routes need a domain to try.
   */
  test: base
    .route({ method: 'POST', path: '/routes/test', summary: 'Try a route without sending', tags: ['routes'] })
    .input(z.strictObject({ route: routeSchema, domain: domainNameSchema.optional() }))
    .output(eventIterator(routeTestEventSchema)),
  /** Signs a saved route in with its grant. Leaving the loop gives the attempt up. */
  signIn: base
    .route({
      method: 'POST',
      path: '/routes/{name}/sign-in',
      summary: 'Sign in with OAuth2',
      tags: ['routes'],
    })
    .input(named)
    .output(eventIterator(signInEventSchema)),
  /** Forgets the tokens of a route; its mail waits. */
  signOut: base
    .route({
      method: 'POST',
      path: '/routes/{name}/sign-out',
      summary: 'Forget the tokens',
      tags: ['routes'],
    })
    .input(named)
    .output(nothing),
  /** What ETRN does (RFC 1985): mail that waits for it is sent now; null: for every domain. */
  start: base
    .route({
      method: 'POST',
      path: '/routes/{name}/start',
      summary: 'Send what waits for ETRN',
      tags: ['routes'],
    })
    .input(z.strictObject({ name: nameSchema, domain: domainNameSchema.nullable().default(null) }))
    .output(z.object({ messages: z.number().int() })),
  /** Closes the circuit of a host at once, so that it is tried again. */
  closeCircuit: base
    .route({
      method: 'POST',
      path: '/routes/{name}/close-circuit',
      summary: 'Try the hosts of the route again now',
      tags: ['routes'],
    })
    .input(named)
    .output(nothing),
}
