import type { Tolerance } from '../../shared/domain/tolerance.ts'
import { t } from '../text/t.ts'

/** What each relaxation of a device profile forgives, in words. */
export const toleranceWords = (): ReadonlyArray<{
  readonly value: Tolerance
  readonly label: string
  readonly hint: string
}> => [
  {
    value: 'any-hello',
    label: t('Empty or odd greeting'),
    hint: t('No name, or an impossible one, after HELO and EHLO; or neither of them.'),
  },
  {
    value: 'unbracketed-path',
    label: t('Addresses without angle brackets'),
    hint: t('MAIL FROM:scanner@office.example'),
  },
  {
    value: 'auth-in-clear',
    label: t('Sign-in without TLS'),
    hint: t('The password crosses the network readable to anyone on it.'),
  },
  {
    value: 'old-tls',
    label: t('TLS 1.0 and 1.1'),
    hint: t('With the ciphers of their time, which can be broken.'),
  },
  {
    value: 'trailing-nul',
    label: t('NUL octets behind commands'),
    hint: t('Some copiers send one behind AUTH.'),
  },
  {
    value: 'bare-line-ends',
    label: t('Lines that end with LF or CR alone'),
    hint: t('Stored and relayed with CRLF.'),
  },
  {
    value: 'missing-date',
    label: t('No Date field'),
    hint: t('Mailroom writes one.'),
  },
]

export function toleranceLabel(tolerance: Tolerance): string {
  return toleranceWords().find(({ value }) => value === tolerance)?.label ?? tolerance
}
