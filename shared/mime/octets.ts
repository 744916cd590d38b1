/** Octets and strings of one character an octet (ISO 8859-1), without anything of Node or a browser. */

const AT_ONCE = 8_192

export function latin1(octets: Uint8Array): string {
  if (octets.length <= AT_ONCE) return String.fromCharCode(...octets)
  let text = ''
  for (let at = 0; at < octets.length; at += AT_ONCE)
    text += String.fromCharCode(...octets.subarray(at, at + AT_ONCE))
  return text
}

/** The reverse: characters above 255 lose their upper bits. */
export function octetsOf(text: string): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index += 1) octets[index] = text.charCodeAt(index)
  return octets
}

/** A Buffer's own slice() would not copy. */
export function copyOf(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(octets)
}

export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks
  if (chunks.length === 1 && first) return first
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
