/** Octets of a message as text that can be shown: UTF-8 where it is, else each octet as a Latin-1 character. */
export function decodeSource(base64: string): {
  readonly text: string
  readonly octets: Uint8Array<ArrayBuffer>
} {
  const octets = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  return { octets, text: readable(octets) }
}

function readable(octets: Uint8Array<ArrayBuffer>): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets)
  } catch {
    return new TextDecoder('windows-1252').decode(octets)
  }
}
