import type { TlsaRecord } from '../../ports.ts'

export const DANE_TA = 2
export const DANE_EE = 3

/**
 * Records that SMTP can use (RFC 7672 §3.1): trust anchors and host certificates. Usages 0 and 1 stand on authorities
 * that mail servers do not agree on, and parameters that nobody here knows cannot be matched. Pure.
 */
export function usableTlsa(records: readonly TlsaRecord[]): readonly TlsaRecord[] {
  return records.filter(
    ({ usage, selector, matchingType }) =>
      (usage === DANE_TA || usage === DANE_EE) && selector <= 1 && matchingType <= 2,
  )
}
