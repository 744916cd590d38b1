/** Octets as text, whatever a message says of its character set. Never throws. */

/** Node, Electron and browsers all have it (WHATWG Encoding); the types of shared/ know none of them. */
declare const TextDecoder: new (
  label: string,
  options?: { readonly fatal?: boolean },
) => { decode(octets: Uint8Array, options?: { readonly stream?: boolean }): string }

export interface DecodedText {
  readonly text: string
  /** The character set that nobody knows; null where all is well. */
  readonly unknown: string | null
}

/**
 * `charset` as the message names it, '' where it does not. Without one, or with one that says ASCII, it is UTF-8 where
 * the octets are that, else Windows-1252, which is what programs that say nothing write. `cut`: the octets end within
 * the text, perhaps within a character.
 */
export function decodeCharset(octets: Uint8Array, charset: string, cut = false): DecodedText {
  const label = charset.trim().toLowerCase()
  if (label === '' || /^(us-)?ascii$/.test(label)) return { text: guessed(octets, cut), unknown: null }
  const decoder = decoderFor(label)
  return decoder
    ? { text: decoder.decode(octets, { stream: cut }), unknown: null }
    : { text: guessed(octets, cut), unknown: charset.trim() }
}

export function guessed(octets: Uint8Array, cut = false): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets, { stream: cut })
  } catch {
    return new TextDecoder('windows-1252').decode(octets)
  }
}

function decoderFor(label: string) {
  try {
    return new TextDecoder(ALIASES[label] ?? label)
  } catch {
    return null
  }
}

/** Names that old programs write and that the Encoding Standard does not list. */
const ALIASES: Readonly<Record<string, string>> = {
  utf8mb4: 'utf-8',
  'cp-1252': 'windows-1252',
  cp1251: 'windows-1251',
  'iso-8859-8-i': 'iso-8859-8-i',
  'iso-8859-8-e': 'iso-8859-8',
  'ks_c_5601-1987': 'euc-kr',
  cp932: 'shift_jis',
  'x-gbk': 'gbk',
  cp936: 'gbk',
}
