/** One message on its way from the socket into storage: header looked at, trace added, size and loops bounded. */
import type { MessageId } from '../../../shared/domain/id.ts'
import type { Origin } from '../../../shared/domain/message.ts'
import type { BodyWriter } from '../storage/body-store.ts'
import type { InboundDependencies } from './inbound.ts'
import { HeaderCollector, type HeaderFacts } from './message-header.ts'
import { type Refusal, type Reply, refusal } from './reply.ts'
import type { Transaction } from './session-state.ts'
import { storageRefusal } from './storage-refusal.ts'
import { formatDate, receivedHeader, type Trace } from './trace-header.ts'

export interface IntakeRequest {
  readonly id: MessageId
  readonly transaction: Transaction
  readonly origin: Origin
  readonly trace: Trace
  /** From an account or a trusted network: Message-ID and Date are added where they lack (RFC 6409 §8). */
  readonly submission: boolean
  /** Octets; the message may have that many, before anything is added. */
  readonly maxSize: number
  readonly tooLarge: (size: number) => Refusal | null
}

/** RFC 5321 §6.3 suggests a large number; Postfix takes 50 too. */
const MOST_RECEIVED = 50

type Needs = Pick<InboundDependencies, 'queue' | 'storage'> & {
  readonly randomBytes: (count: number) => Uint8Array
}

export class MessageIntake {
  readonly #needs: Needs
  readonly #request: IntakeRequest
  readonly #body: BodyWriter
  #header: HeaderCollector | null = new HeaderCollector()
  #facts: HeaderFacts | null = null
  #refused: Refusal | null = null
  #size = 0

  constructor(needs: Needs, request: IntakeRequest) {
    this.#needs = needs
    this.#request = request
    this.#body = needs.storage.createBody(request.id)
  }

  get id(): MessageId {
    return this.#request.id
  }

  /** Octets that the client sent. */
  get size(): number {
    return this.#size
  }

  /** Never rejects: a failure is answered at the end, after the client has sent everything (RFC 5321 §4.1.1.4). */
  push(content: readonly Buffer[], size: number): Promise<void> | undefined {
    this.#size += size
    if (this.#refused) return undefined
    if (this.#size > this.#request.maxSize) return this.#refuse(this.#request.tooLarge(this.#size))
    if (!this.#header) return this.#write(content)
    const begun = this.#header.push(content.length === 1 ? (content[0] as Buffer) : Buffer.concat(content))
    return begun ? this.#begin(begun.octets, begun.facts) : undefined
  }

  /** The whole message was sent: resolves with 250 only after the queue has taken responsibility. */
  async finish(): Promise<Reply> {
    if (this.#header && !this.#refused) {
      const begun = this.#header.end()
      await this.#begin(begun.octets, begun.facts)
    }
    if (this.#refused) return this.#refused
    try {
      const body = await this.#body.end()
      const { id, transaction, origin, trace } = this.#request
      await this.#needs.queue.receive({
        id,
        envelope: transaction.envelope,
        origin,
        recipients: [...transaction.recipients.values()],
        receivedAt: trace.receivedAt,
        subject: this.#facts?.subject ?? '',
        messageId: this.#facts?.messageId ?? null,
        body,
        note: null,
      })
      return { code: 250, enhanced: '2.0.0', text: `queued as ${id}`, note: null }
    } catch (error) {
      await this.#refuse(storageRefusal(error))
      return this.#refused ?? storageRefusal(error)
    }
  }

  /** The client went away in the middle, or the message was refused: nothing of it is kept, nothing more written. */
  abort(): Promise<void> {
    this.#refused ??= refusal(451, '4.4.2', 'The message was broken off')
    return this.#body.abort().catch(() => undefined)
  }

  #begin(octets: Buffer, facts: HeaderFacts): Promise<void> | undefined {
    this.#header = null
    if (facts.receivedCount > MOST_RECEIVED) return this.#refuse(mailLoop(facts.receivedCount))
    const added = this.#addedFields(facts)
    this.#facts = facts.messageId === null ? { ...facts, messageId: added.messageId } : facts
    return this.#write([Buffer.from(added.text), octets])
  }

  #addedFields(facts: HeaderFacts): { text: string; messageId: string | null } {
    const { trace, submission, id } = this.#request
    let text = receivedHeader(trace)
    let messageId: string | null = null
    if (submission && facts.complete) {
      if (!facts.hasMessageId) {
        messageId = `${id}.${Buffer.from(this.#needs.randomBytes(6)).toString('hex')}@${trace.hostname}`
        text += `Message-ID: <${messageId}>\r\n`
      }
      if (!facts.hasDate) text += `Date: ${formatDate(trace.receivedAt)}\r\n`
    }
    // Text without a header would otherwise be read as one.
    return { text: facts.wellFormed ? text : `${text}\r\n`, messageId }
  }

  #write(parts: readonly Buffer[]): Promise<void> | undefined {
    try {
      const waits = parts.map((part) => this.#body.write(part)).filter((wait) => wait !== undefined)
      if (waits.length === 0) return undefined
      return Promise.all(waits).then(
        () => undefined,
        (error: unknown) => this.#refuse(storageRefusal(error)),
      )
    } catch (error) {
      return this.#refuse(storageRefusal(error))
    }
  }

  /** The first cause counts. What was written is forgotten at once. */
  #refuse(why: Refusal | null): Promise<void> {
    this.#refused ??= why
    return this.abort()
  }
}

function mailLoop(count: number): Refusal {
  return refusal(
    554,
    '5.4.6',
    `The message went through ${count} servers already, so it probably runs in a circle; look at its Received fields`,
  )
}
