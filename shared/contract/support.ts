import { z } from 'zod'
import { base } from './collection.ts'

/** Text files that help somebody else to find a fault; no addresses, names, passwords or contents of mail. */
export const supportBundleSchema = z.object({
  files: z.array(z.object({ name: z.string(), text: z.string() })),
  /** What was left out or replaced, in words. */
  redacted: z.array(z.string()),
})
export type SupportBundle = z.infer<typeof supportBundleSchema>

export const aboutSchema = z.object({
  version: z.string(),
  /** "SQLite 3.50.4", "Node 24.1.0", in the order to be shown. */
  components: z.array(z.object({ name: z.string(), version: z.string() })),
  platform: z.string(),
  dataFolder: z.string(),
})
export type About = z.infer<typeof aboutSchema>

export const support = {
  about: base
    .route({ method: 'GET', path: '/about', summary: 'Versions', tags: ['system'] })
    .output(aboutSchema),
  bundle: base
    .route({
      method: 'GET',
      path: '/support-bundle',
      summary: 'Redacted facts for support',
      tags: ['system'],
    })
    .output(supportBundleSchema),
}
