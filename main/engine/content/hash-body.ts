import { RelaxedBodyHash } from './relaxed-body-hash.ts'

/** SHA-256 of the relaxed body (RFC 6376 §3.4.4), streamed. `content` begins with the empty line behind the header. */
export async function hashBody(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const hash = new RelaxedBodyHash()
  const skip = new EmptyLine()
  for await (const chunk of content) {
    const body = skip.behind(chunk)
    if (body.length > 0) hash.update(body)
  }
  return hash.digest()
}

/** Passes over the empty line, also where it comes in two chunks. */
class EmptyLine {
  #over = false

  behind(chunk: Buffer): Buffer {
    if (this.#over) return chunk
    const end = chunk.indexOf('\n')
    this.#over = end >= 0
    return end < 0 ? chunk.subarray(chunk.length) : chunk.subarray(end + 1)
  }
}
