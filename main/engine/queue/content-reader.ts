/** What rules may ask of a message's content, read once and kept for a while. */
import type { Readable } from 'node:stream'
import type { MessageId } from '../../../shared/domain/id.ts'
import { readContentFacts } from '../content/content-facts.ts'
import type { ContentFacts } from '../rules/mail-facts.ts'
import type { RuleNeeds } from '../rules/rules-need.ts'

/** Messages whose facts are kept: a header is some kilobytes. */
const KEPT = 500

export class ContentReader {
  readonly #facts = new Map<MessageId, ContentFacts>()

  /** What is at hand without reading; null where something is missing. */
  known(id: MessageId, needs: RuleNeeds): ContentFacts | null {
    const facts = this.#facts.get(id)
    return facts && (!needs.attachments || facts.hasAttachment !== null) ? facts : null
  }

  /** Rejects with the error of the body's stream. */
  async read(id: MessageId, openBody: () => Promise<Readable>, needs: RuleNeeds): Promise<ContentFacts> {
    const known = this.known(id, needs)
    if (known) return known
    const facts = await readContentFacts(openBody, { attachments: needs.attachments })
    this.#facts.delete(id)
    this.#facts.set(id, facts)
    const oldest = this.#facts.size > KEPT ? this.#facts.keys().next().value : undefined
    if (oldest !== undefined) this.#facts.delete(oldest)
    return facts
  }
}
