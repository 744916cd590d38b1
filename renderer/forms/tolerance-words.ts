import type { Tolerance } from '../../shared/domain/tolerance.ts'

/** What each relaxation of a device profile forgives, in words. */
export const TOLERANCE_WORDS: ReadonlyArray<{
  readonly value: Tolerance
  readonly label: string
  readonly hint: string
}> = [
  {
    value: 'any-hello',
    label: 'Empty or odd greeting',
    hint: 'No name, or an impossible one, after HELO and EHLO; or neither of them.',
  },
  {
    value: 'unbracketed-path',
    label: 'Addresses without angle brackets',
    hint: 'MAIL FROM:scanner@office.example',
  },
  {
    value: 'auth-in-clear',
    label: 'Sign-in without TLS',
    hint: 'The password crosses the network readable to anyone on it.',
  },
  {
    value: 'old-tls',
    label: 'TLS 1.0 and 1.1',
    hint: 'With the ciphers of their time, which can be broken.',
  },
  { value: 'trailing-nul', label: 'NUL octets behind commands', hint: 'Some copiers send one behind AUTH.' },
  {
    value: 'bare-line-ends',
    label: 'Lines that end with LF or CR alone',
    hint: 'Stored and relayed with CRLF.',
  },
  { value: 'missing-date', label: 'No Date field', hint: 'Mailroom writes one.' },
]

export function toleranceLabel(tolerance: Tolerance): string {
  return TOLERANCE_WORDS.find(({ value }) => value === tolerance)?.label ?? tolerance
}
