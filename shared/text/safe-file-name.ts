/** Names that Windows keeps for devices, with or without an ending. */
const DEVICES = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i

/** UTF-16 units; file systems allow 255 octets, and the browser may add " (1)". */
const LONGEST = 120

/**
 * A name that a message gave, as the name of one file on every system: no folder, drive, stream or device, nothing that
 * hides or turns its ending, and the ending stays when it is cut. Empty where nothing is left. Pure.
 */
export function safeFileName(name: string): string {
  const base = name
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, '')
    .replace(/["*/:<>?\\|]+/g, '_')
    .replace(/^[\s._]+|[\s.]+$/gu, '')
    .replace(DEVICES, '_$1')
  if (base.length <= LONGEST) return base
  const ending = /\.[^.\s]{1,10}$/.exec(base)?.[0] ?? ''
  return base.slice(0, LONGEST - ending.length).replace(/[\s.\p{Cs}]+$/u, '') + ending
}
