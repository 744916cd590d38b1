/** CRLF to LF, also where chunks cut between them; the last line gets its end. A CR without LF stays what it is. */
const CR = 0x0d
const LF = 0x0a

export class LineEndNormaliser {
  #heldCr = false
  #last = LF

  push(chunk: Buffer): Buffer {
    const input = this.#heldCr ? Buffer.concat([Buffer.of(CR), chunk]) : chunk
    this.#heldCr = input.at(-1) === CR
    const end = this.#heldCr ? input.length - 1 : input.length
    const parts: Buffer[] = []
    let from = 0
    for (let at = input.indexOf('\r\n'); at >= 0 && at < end; at = input.indexOf('\r\n', at + 2)) {
      parts.push(input.subarray(from, at))
      from = at + 1
    }
    parts.push(input.subarray(from, end))
    const output = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
    this.#last = output.at(-1) ?? this.#last
    return output
  }

  end(): Buffer {
    const rest = this.#heldCr ? '\r' : ''
    return Buffer.from(rest !== '' || this.#last !== LF ? `${rest}\n` : '')
  }
}
