import { z } from 'zod'
import { dkimAlgorithmSchema, dkimKeySchema, selectorSchema } from '../domain/dkim.ts'
import { domainNameSchema } from '../domain/primitives.ts'
import { base, nothing } from './collection.ts'

const key = z.strictObject({ domain: domainNameSchema, selector: selectorSchema })

/** A key with the DNS record that publishes it. */
export const dkimKeyViewSchema = dkimKeySchema.omit({ privateKey: true }).extend({
  record: z.object({
    /** "office._domainkey.office.test" */
    name: z.string(),
    /** "v=DKIM1; k=rsa; p=…" */
    value: z.string(),
  }),
  /** Is the private key there? It is not after an import without secrets. */
  usable: z.boolean(),
})
export type DkimKeyView = z.infer<typeof dkimKeyViewSchema>

export const dkimCheckSchema = z.object({
  /** differs: there is a record, with another key or broken. unknown: DNS did not answer. */
  state: z.enum(['published', 'missing', 'differs', 'unknown']),
  /** What DNS has. */
  found: z.array(z.string()),
  text: z.string(),
})
export type DkimCheck = z.infer<typeof dkimCheckSchema>

export const dkim = {
  list: base
    .route({ method: 'GET', path: '/dkim', summary: 'All DKIM keys', tags: ['dkim'] })
    .output(z.array(dkimKeyViewSchema)),
  /** Not active at first: publish its record, check it, then activate it. */
  generate: base
    .route({ method: 'POST', path: '/dkim', summary: 'Make a key', tags: ['dkim'] })
    .input(key.extend({ algorithm: dkimAlgorithmSchema.default('rsa-2048') }))
    .output(dkimKeyViewSchema),
  check: base
    .route({
      method: 'POST',
      path: '/dkim/{domain}/{selector}/check',
      summary: 'Does DNS show the key',
      tags: ['dkim'],
    })
    .input(key)
    .output(dkimCheckSchema),
  setActive: base
    .route({
      method: 'PUT',
      path: '/dkim/{domain}/{selector}/active',
      summary: 'Sign with it, or no longer',
      tags: ['dkim'],
    })
    .input(key.extend({ active: z.boolean() }))
    .output(nothing),
  remove: base
    .route({ method: 'DELETE', path: '/dkim/{domain}/{selector}', summary: 'Remove', tags: ['dkim'] })
    .input(key)
    .output(nothing),
}
