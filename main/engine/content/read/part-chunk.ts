/** How far an encoded part can be decoded on its own, so that what follows can be decoded without it. Pure. */
import type { TransferEncoding } from '../../../../shared/mime/transfer-decoder.ts'

const LF = 0x0a

/** Octets of `encoded` to decode now; all of them where it is the end of its part. */
export function decodableLength(encoded: Uint8Array, encoding: TransferEncoding, isEnd: boolean): number {
  if (isEnd || encoding === 'identity') return encoded.length
  const cut = encoding === 'base64' ? afterWholeGroups(encoded) : encoded.lastIndexOf(LF) + 1
  // A line longer than a chunk is not quoted-printable: it is passed on as it stands rather than for ever waited for.
  return cut > 0 ? cut : encoded.length
}

/** Four characters are three octets: the cut comes after a multiple of four, whatever blanks lie between. */
function afterWholeGroups(encoded: Uint8Array): number {
  let characters = 0
  for (const octet of encoded) if (isCharacter(octet)) characters += 1
  let cut = encoded.length
  for (let odd = characters % 4; odd > 0; ) {
    cut -= 1
    if (isCharacter(encoded[cut] as number)) odd -= 1
  }
  return cut
}

/** Letters, digits, "+", "/", "-", "_" and the padding "=". */
function isCharacter(octet: number): boolean {
  return (
    (octet >= 0x41 && octet <= 0x5a) ||
    (octet >= 0x61 && octet <= 0x7a) ||
    (octet >= 0x30 && octet <= 0x39) ||
    octet === 0x2b ||
    octet === 0x2d ||
    octet === 0x2f ||
    octet === 0x3d ||
    octet === 0x5f
  )
}
