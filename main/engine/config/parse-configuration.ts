import type { z } from 'zod'
import type { FieldIssue } from '../../../shared/contract/errors.ts'
import { type Config, configSchema } from '../../../shared/domain/config.ts'

export type ParsedConfiguration =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'issues'; readonly issues: FieldIssue[] }

/** Reads a configuration from outside: a file, an API call. A "$schema" key, which editors use, is passed over. */
export function parseConfiguration(input: unknown): ParsedConfiguration {
  const parsed = configSchema.safeParse(withoutSchemaKey(input))
  if (parsed.success) return { kind: 'config', config: parsed.data }
  return { kind: 'issues', issues: toFieldIssues(parsed.error) }
}

function toFieldIssues(error: z.ZodError): FieldIssue[] {
  return error.issues.map((issue) => ({
    path: issue.path.map((key) => (typeof key === 'number' ? key : String(key))),
    message: issue.message,
  }))
}

function withoutSchemaKey(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('$schema' in input)) return input
  const { $schema: _schema, ...rest } = input
  return rest
}
