import { z } from 'zod'
import { configSchema } from '../domain/config.ts'
import { base, nothing } from './collection.ts'
import { fieldIssueSchema } from './errors.ts'

export const configuration = {
  /** Secrets are left out: route passwords are absent, accounts carry their scrypt hash. */
  export: base
    .route({
      method: 'GET',
      path: '/configuration',
      summary: 'The whole configuration, without secrets',
      tags: ['configuration'],
    })
    .output(configSchema),
  check: base
    .route({
      method: 'POST',
      path: '/configuration/check',
      summary: 'Would this configuration be accepted',
      tags: ['configuration'],
    })
    .input(z.unknown())
    .output(z.object({ issues: z.array(fieldIssueSchema) })),
  /** What `--config` does; secrets that are left out stay as they are for routes of the same name. */
  import: base
    .route({
      method: 'PUT',
      path: '/configuration',
      summary: 'Replace the whole configuration and the accounts',
      tags: ['configuration'],
    })
    .input(z.unknown())
    .output(nothing),
}
