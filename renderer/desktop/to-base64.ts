/** Uint8Array.prototype.toBase64 is younger than the browsers that open the console. */
export function toBase64(octets: Uint8Array): string {
  let text = ''
  // A call takes only so many arguments.
  for (let from = 0; from < octets.length; from += 32_768)
    text += String.fromCharCode(...octets.subarray(from, from + 32_768))
  return btoa(text)
}
