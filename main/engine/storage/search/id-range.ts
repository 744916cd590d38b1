import { decodeId } from '../../../../shared/domain/id.ts'

const LENGTH = 11

/** Keys whose id begins with this text (at least four characters, any case); null where it cannot be part of an id. */
export function idRange(text: string): { readonly from: number; readonly to: number } | null {
  const prefix = text.trim().toUpperCase()
  if (!/^[0-9A-HJKMNP-TV-Z]{4,11}$/.test(prefix)) return null
  return { from: decodeId(prefix.padEnd(LENGTH, '0')), to: decodeId(prefix.padEnd(LENGTH, 'Z')) }
}
