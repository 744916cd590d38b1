/** Words for what the schemas leave to Zod's own: short, and to a person. The schemas' own sentences come first. */
import type { z } from 'zod'

type Issue = Parameters<NonNullable<ReturnType<typeof z.config>['customError']>>[0]

export function zodWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null || issue.input === '') return 'Fill this in.'
      return issue.expected === 'number' || issue.expected === 'int' ? 'Write a whole number.' : undefined
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) === 1) return 'Fill this in.'
      if (issue.origin === 'array') return 'Give at least one.'
      return issue.origin === 'number' ? `At least ${issue.minimum}.` : undefined
    case 'too_big':
      if (issue.origin === 'string') return `At most ${issue.maximum} characters.`
      return issue.origin === 'number' ? `At most ${issue.maximum}.` : undefined
    case 'invalid_format':
      return issue.format === 'email' ? 'Write an address such as postmaster@office.example.' : undefined
    default:
      return undefined
  }
}
