/** Words for what the schemas leave to Zod's own: short, and to a person. The schemas' own sentences come first. */

import type { z } from 'zod'
import { t } from '../text/t.ts'

const network = () => t('Write an address such as 192.168.1.20, or a network such as 192.168.1.0/24.')

const formats = (): Readonly<Record<string, string>> => ({
  email: t('Write an address such as postmaster@office.example.'),
  url: t('Write a whole address such as https://login.office.example.'),
  ipv4: t('Write an IP address such as 192.168.1.20.'),
  ipv6: t('Write an IP address such as 192.168.1.20.'),
  cidrv4: network(),
  cidrv6: network(),
})

type Issue = Parameters<NonNullable<ReturnType<typeof z.config>['customError']>>[0]

export function zodWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null || issue.input === '') return t('Fill this in.')
      return issue.expected === 'number' || issue.expected === 'int' ? t('Write a whole number.') : undefined
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) === 1) return t('Fill this in.')
      if (issue.origin === 'array') return t('Give at least one.')
      return issue.origin === 'number' ? t('At least {count}.', { count: Number(issue.minimum) }) : undefined
    case 'too_big':
      if (issue.origin === 'string') return t('At most {count} characters.', { count: Number(issue.maximum) })
      return issue.origin === 'number' ? t('At most {count}.', { count: Number(issue.maximum) }) : undefined
    case 'invalid_format':
      return formats()[issue.format]
    default:
      return undefined
  }
}
