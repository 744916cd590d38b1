/**
 * A message that comes in pieces with BDAT (RFC 3030). What is not BODY=BINARYMIME is text, and its line ends are held
 * to the same rules as after DATA, wherever the pieces are cut; dots have no meaning.
 */
import { DataDecoder } from './data-decoder.ts'
import type { MessageIntake } from './message-intake.ts'
import type { Reply } from './reply.ts'

export class ChunkedMessage {
  readonly intake: MessageIntake
  readonly #decoder: DataDecoder | null

  constructor(intake: MessageIntake, binary: boolean) {
    this.intake = intake
    this.#decoder = binary ? null : new DataDecoder({ dots: false })
  }

  push(octets: Buffer): Promise<void> | undefined {
    const { length: size } = octets
    return this.intake.push(
      this.#decoder?.push(octets) ?? { content: [octets], size, bareCr: 0, bareLf: 0, nuls: 0 },
    )
  }

  /** BDAT … LAST was read to its end: resolves with the reply to the message. */
  async finish(): Promise<Reply> {
    if (this.#decoder) await this.intake.push(this.#decoder.end())
    return this.intake.finish()
  }

  abort(): Promise<void> {
    return this.intake.abort()
  }
}
