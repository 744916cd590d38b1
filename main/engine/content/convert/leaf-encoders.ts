/** Base64 and quoted-printable of a part that streams by (RFC 2045 §6.7, §6.8). */
import { LINE_END } from './mime-walker.ts'

export interface LeafEncoder {
  /** A line end comes as LINE_END itself. */
  push(octets: Buffer): Buffer
  end(): Buffer
}

/** Octets of one line of 76 characters. */
const BASE64_LINE = 57
const LONGEST_LINE = 76

export class Base64Encoder implements LeafEncoder {
  #rest: Buffer = Buffer.alloc(0)
  #first = true

  push(octets: Buffer): Buffer {
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, octets]) : octets
    const whole = data.length - (data.length % BASE64_LINE)
    this.#rest = data.subarray(whole)
    return this.#encode(data.subarray(0, whole))
  }

  /** Without a line end of its own: that is the delimiter's. */
  end(): Buffer {
    return this.#encode(this.#rest)
  }

  #encode(octets: Buffer): Buffer {
    if (octets.length === 0) return Buffer.alloc(0)
    const lines = octets.toString('base64').match(/.{1,76}/g) ?? []
    const text = `${this.#first ? '' : '\r\n'}${lines.join('\r\n')}`
    this.#first = false
    return Buffer.from(text)
  }
}

const HEX = '0123456789ABCDEF'

/** For text: what is ASCII can still be read, and line ends stay line ends. */
export class QuotedPrintableEncoder implements LeafEncoder {
  #length = 0
  /** A space or tab that must be encoded if the line ends after it. */
  #space = ''

  push(octets: Buffer): Buffer {
    if (octets === LINE_END) return this.#endLine()
    const parts: string[] = []
    for (const octet of octets) {
      if (this.#space !== '') this.#put(parts, this.#space)
      this.#space = ''
      if (octet === 0x20 || octet === 0x09) this.#space = String.fromCharCode(octet)
      else this.#put(parts, isLiteral(octet) ? String.fromCharCode(octet) : escaped(octet))
    }
    return Buffer.from(parts.join(''), 'latin1')
  }

  end(): Buffer {
    const parts: string[] = []
    if (this.#space !== '') this.#put(parts, escaped(this.#space.charCodeAt(0)))
    this.#space = ''
    return Buffer.from(parts.join(''), 'latin1')
  }

  #endLine(): Buffer {
    const space = this.end()
    this.#length = 0
    return Buffer.concat([space, LINE_END])
  }

  /** A soft line break needs a place on the line too. */
  #put(parts: string[], text: string): void {
    if (this.#length + text.length > LONGEST_LINE - 1) {
      parts.push('=\r\n')
      this.#length = 0
    }
    parts.push(text)
    this.#length += text.length
  }
}

function isLiteral(octet: number): boolean {
  return octet > 0x20 && octet < 0x7f && octet !== 0x3d
}

function escaped(octet: number): string {
  return `=${HEX[octet >> 4]}${HEX[octet & 15]}`
}
