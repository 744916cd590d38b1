/**
 * What the engine answers to a form, brought to the fields. Its issues name the way from the configuration's root or
 * from the input ("item", "host"), so that the longest end of the way that is a field of this form wins.
 */

import { ORPCError } from '@orpc/client'
import { z } from 'zod'
import type { FieldIssue } from '../../shared/contract/errors.ts'
import { t } from '../text/t.ts'

// Zod's own issues (a request that the contract itself refused) have the same two members.
const issuesSchema = z.object({
  issues: z.array(
    z.object({ path: z.array(z.union([z.string(), z.number()])).default([]), message: z.string() }),
  ),
})

export function issuesOf(error: unknown): readonly FieldIssue[] {
  if (!(error instanceof ORPCError)) return []
  const parsed = issuesSchema.safeParse(error.data)
  return parsed.success ? parsed.data.issues : []
}

/** The name is taken, or the thing is in use. */
export function isConflict(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'CONFLICT'
}

export interface PlacedIssues {
  /** By the field's name in the form, "auth.username". */
  readonly fields: Readonly<Record<string, string>>
  /** What belongs to no field of this form: shown above its buttons. */
  readonly rest: readonly string[]
}

export function placeIssues(issues: readonly FieldIssue[], fields: readonly string[]): PlacedIssues {
  const placed: Record<string, string> = {}
  const rest: string[] = []
  for (const issue of issues) {
    const field = fieldFor(issue.path, fields)
    if (field === null) rest.push(issue.message)
    else placed[field] ??= issue.message
  }
  return { fields: placed, rest }
}

function fieldFor(path: FieldIssue['path'], fields: readonly string[]): string | null {
  for (let from = 0; from < path.length; from += 1) {
    const segments = path.slice(from)
    // ["allowedSenders", 2] belongs to the field "allowedSenders".
    for (let to = segments.length; to > 0; to -= 1) {
      const name = segments.slice(0, to).join('.')
      if (fields.includes(name)) return name
    }
  }
  return null
}

/** A sentence for people from whatever a call rejected with. */
export function problemText(error: unknown): string {
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') {
    const issue = issuesOf(error)[0]
    return issue && error.code === 'BAD_REQUEST' ? issue.message : error.message
  }
  return t('Something went wrong in the mail engine. Its log has the details.')
}
