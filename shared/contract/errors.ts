import { z } from 'zod'

/** One thing that is wrong in what was sent, with the way to its field: ["routes", 0, "host"]. */
export const fieldIssueSchema = z.object({
  path: z.array(z.union([z.string(), z.number()])),
  message: z.string(),
})
export type FieldIssue = z.infer<typeof fieldIssueSchema>

/**
 * Every expected failure of a procedure. The message is a sentence for people: what happened, why, what to do.
 * Anything else arrives as INTERNAL_SERVER_ERROR and is in the engine's log.
 */
export const errors = {
  /** There is no message, session, route, rule, … of that name. */
  NOT_FOUND: { status: 404, message: 'There is nothing of that name.' },
  /** The name is taken, the thing is in use, or its state does not allow it. */
  CONFLICT: { status: 409, message: 'That is not possible now.' },
  /** Understood, but not acceptable; issues name the fields. */
  INVALID: {
    status: 422,
    message: 'Something in it is not right.',
    data: z.object({ issues: z.array(fieldIssueSchema) }),
  },
  /** The engine is starting, stopping, or gone. */
  UNAVAILABLE: { status: 503, message: 'The mail engine is not running.' },
} as const

export type ErrorCode = keyof typeof errors
