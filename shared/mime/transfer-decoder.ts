/** Content-Transfer-Encoding (RFC 2045 §6), chunk by chunk. What does not belong there is passed over. */

export interface TransferDecoder {
  push(octets: Uint8Array): Uint8Array
  end(): Uint8Array
  /** Octets that do not belong into the encoding. */
  readonly damage: number
}

export type TransferEncoding = 'base64' | 'quoted-printable' | 'identity'

export function transferEncodingOf(field: string): TransferEncoding {
  const name = field.toLowerCase().replace(/\(.*$/, '').trim()
  return name === 'base64' || name === 'quoted-printable' ? name : 'identity'
}

export function transferDecoder(encoding: TransferEncoding): TransferDecoder {
  if (encoding === 'base64') return new Base64Decoder()
  return encoding === 'quoted-printable' ? new QuotedPrintableDecoder() : new Identity()
}

/** All of it at once. */
export function decodeTransfer(octets: Uint8Array, encoding: TransferEncoding) {
  const decoder = transferDecoder(encoding)
  const body = decoder.push(octets)
  const rest = decoder.end()
  if (rest.length === 0) return { octets: body, damage: decoder.damage }
  const whole = new Uint8Array(body.length + rest.length)
  whole.set(body)
  whole.set(rest, body.length)
  return { octets: whole, damage: decoder.damage }
}

const NONE = new Uint8Array(0)

class Identity implements TransferDecoder {
  readonly damage = 0
  push(octets: Uint8Array): Uint8Array {
    return octets
  }
  end(): Uint8Array {
    return NONE
  }
}

/** Value of each octet in the alphabet of RFC 2045 §6.8 (and of RFC 4648 §5, which some programs write). */
const STRANGE = 255
const BLANK = 254
const PADDING = 253
const SEXTETS = sextets()

function sextets(): Uint8Array {
  const table = new Uint8Array(256).fill(STRANGE)
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  for (let index = 0; index < 64; index += 1) table[alphabet.charCodeAt(index)] = index
  table[0x2d] = 62
  table[0x5f] = 63
  for (const blank of [9, 10, 13, 32]) table[blank] = BLANK
  table[0x3d] = PADDING
  return table
}

class Base64Decoder implements TransferDecoder {
  damage = 0
  #bits = 0
  #held = 0

  push(octets: Uint8Array): Uint8Array {
    const out = new Uint8Array(Math.ceil(((octets.length + 4) * 3) / 4))
    let length = 0
    let bits = this.#bits
    let held = this.#held
    for (let index = 0; index < octets.length; index += 1) {
      const sextet = SEXTETS[octets[index] as number] as number
      if (sextet < 64) {
        bits = (bits << 6) | sextet
        held += 6
        if (held >= 8) {
          held -= 8
          out[length] = (bits >> held) & 255
          length += 1
        }
      } else if (sextet === PADDING) {
        // The end of one encoded run; some programs join several.
        held = 0
        bits = 0
      } else if (sextet === STRANGE) this.damage += 1
    }
    this.#bits = bits & 0xff_ff
    this.#held = held
    return out.subarray(0, length)
  }

  end(): Uint8Array {
    return NONE
  }
}

class QuotedPrintableDecoder implements TransferDecoder {
  damage = 0
  /** An escape or white space that may stand at the end of its line: its meaning is not yet known. */
  #held: number[] = []

  push(octets: Uint8Array): Uint8Array {
    const out: number[] = []
    for (const octet of octets) this.#octet(octet, out)
    return Uint8Array.from(out)
  }

  end(): Uint8Array {
    // "=" at the very end is a soft line break; white space there was added on the way.
    const held = this.#held
    this.#held = []
    return held[0] === 0x3d && held.length > 1 ? Uint8Array.from(held) : NONE
  }

  #octet(octet: number, out: number[]): void {
    const held = this.#held
    if (held.length === 0) {
      if (octet === 0x3d || octet === 0x20 || octet === 0x09) held.push(octet)
      else out.push(octet)
      return
    }
    if (held[0] === 0x3d) this.#escape(octet, out)
    else this.#blank(octet, out)
  }

  /** "=3D" is an octet, "=" with blanks up to the line end a soft break (RFC 2045 §6.7 (5)). */
  #escape(octet: number, out: number[]): void {
    const held = this.#held
    const second = held[1]
    if (second === undefined || second === 0x20 || second === 0x09 || second === 0x0d) {
      if (octet === 0x0a) {
        this.#held = []
        return
      }
      if (octet === 0x0d || octet === 0x20 || octet === 0x09 || (second === undefined && isHex(octet))) {
        if (held.length < 1_000) held.push(octet)
        return
      }
      this.#broken(octet, out)
      return
    }
    if (!isHex(octet)) {
      this.#broken(octet, out)
      return
    }
    out.push(Number.parseInt(String.fromCharCode(second, octet), 16))
    this.#held = []
  }

  #broken(octet: number, out: number[]): void {
    this.damage += 1
    for (const one of this.#held) out.push(one)
    this.#held = []
    this.#octet(octet, out)
  }

  /** White space at the end of a line was added on the way (§6.7 (3)). */
  #blank(octet: number, out: number[]): void {
    if (octet === 0x20 || octet === 0x09) {
      if (this.#held.length < 1_000) this.#held.push(octet)
      return
    }
    if (octet === 0x0d) {
      // Kept until the line feed says that it was the end.
      out.push(octet)
      this.#held = []
      return
    }
    if (octet !== 0x0a) for (const one of this.#held) out.push(one)
    this.#held = []
    this.#octet(octet, out)
  }
}

function isHex(octet: number): boolean {
  return (octet >= 48 && octet <= 57) || (octet >= 65 && octet <= 70) || (octet >= 97 && octet <= 102)
}
