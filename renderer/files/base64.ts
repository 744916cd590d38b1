/** Octets as the contract carries them. Uint8Array's own base64 is younger than the browsers that open the console. */
import { latin1, octetsOf } from '../../shared/mime/octets.ts'

export function toBase64(octets: Uint8Array): string {
  return btoa(latin1(octets))
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return octetsOf(atob(text))
}
