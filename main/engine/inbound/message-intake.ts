/** One message on its way from the socket into storage: header looked at, trace added, size and loops bounded. */
import type { MessageId } from '../../../shared/domain/id.ts'
import type { Origin } from '../../../shared/domain/message.ts'
import type { Examination } from '../content/examine-message.ts'
import type { SessionRecorder } from '../sessions/session-log.ts'
import type { BodyRef, BodyWriter } from '../storage/body-store.ts'
import type { NewMessage } from '../storage/storage.ts'
import type { Decoded } from './data-decoder.ts'
import type { InboundDependencies } from './inbound.ts'
import { LinePolicy, type LineRules } from './line-policy.ts'
import { HeaderCollector, type HeaderFacts } from './message-header.ts'
import { because, type Refusal, type Reply, refusal } from './reply.ts'
import type { Transaction } from './session-state.ts'
import { storageRefusal } from './storage-refusal.ts'
import type { Tolerate } from './tolerate.ts'
import { formatDate, receivedHeader, type Trace } from './trace-header.ts'

export interface IntakeRequest {
  readonly id: MessageId
  readonly transaction: Transaction
  readonly origin: Origin
  readonly trace: Trace
  /** From an account or a trusted network: Message-ID and Date are added where they lack (RFC 6409 §8). */
  readonly submission: boolean
  /** null for BINARYMIME, which is kept octet for octet. */
  readonly lines: LineRules | null
  /** Only the device profile lets bare line ends in: said in the log where it was needed. */
  readonly lineEndsTolerated: boolean
  /** Looks at the content as it comes; null where nobody asks for that. */
  readonly examination: Examination | null
  /** Octets; the message may have that many, before anything is added. */
  readonly maxSize: number
  readonly tooLarge: (size: number) => Refusal | null
  /** Looks at the octets that begin with the header; complete: its end is among them. null: nothing to check. */
  readonly checkHeader: ((octets: Buffer, complete: boolean) => Refusal | null) | null
  /** Known before any of it came: a limit that another session has used up meanwhile. */
  readonly refused: Refusal | null
  /** Called where the message is not accepted, perhaps more than once. */
  readonly abandoned: (() => void) | null
}

/** RFC 5321 §6.3 suggests a large number; Postfix takes 50 too. */
const MOST_RECEIVED = 50

type Needs = Pick<InboundDependencies, 'queue' | 'storage'> & {
  readonly randomBytes: (count: number) => Uint8Array
  readonly log: Pick<SessionRecorder, 'note'>
  readonly tolerate: Tolerate
}

/** A part of the message in order, its line ends made CRLF unless it is binary. */
export type ContentPart = Omit<Decoded, 'rest'>

export class MessageIntake {
  readonly #needs: Needs
  readonly #request: IntakeRequest
  readonly #body: BodyWriter
  readonly #lines: LinePolicy | null
  #header: HeaderCollector | null = new HeaderCollector()
  #facts: HeaderFacts | null = null
  #refused: Refusal | null = null
  #size = 0

  constructor(needs: Needs, request: IntakeRequest) {
    this.#needs = needs
    this.#request = request
    this.#body = needs.storage.createBody(request.id)
    this.#lines = request.lines && new LinePolicy(request.lines)
    if (request.refused) void this.#refuse(request.refused)
  }

  get id(): MessageId {
    return this.#request.id
  }

  /** Octets that the client sent. */
  get size(): number {
    return this.#size
  }

  /** Why it will not be taken; known before the client has sent everything. */
  get refused(): Refusal | null {
    return this.#refused
  }

  /** Never rejects: a failure is answered at the end, after the client has sent everything (RFC 5321 §4.1.1.4). */
  push(part: ContentPart): Promise<void> | undefined {
    this.#size += part.size
    if (this.#refused) return undefined
    if (this.#size > this.#request.maxSize) return this.#refuse(this.#request.tooLarge(this.#size))
    if (!this.#lines) return this.#take(part.content)
    const verdict = this.#lines.take(part)
    return verdict.kind === 'refused' ? this.#refuse(verdict.why) : this.#take(verdict.content)
  }

  /** The whole message was sent: resolves with 250 only after the queue has taken responsibility. */
  async finish(): Promise<Reply> {
    await this.#complete()
    if (this.#refused) return this.#refused
    try {
      const body = await this.#body.end()
      const origin = await this.#examine(body.size)
      if (this.#refused) return this.#refused
      const message = this.#message(body, origin)
      await this.#needs.queue.receive(message)
      return { code: 250, enhanced: '2.0.0', text: `queued as ${message.id}`, note: null }
    } catch (error) {
      await this.#refuse(storageRefusal(error))
      return this.#refused ?? storageRefusal(error)
    }
  }

  /** Whoever hands it in is sent away. */
  refuse(why: Refusal): void {
    void this.#refuse(why)
  }

  /** The client went away in the middle, or the message was refused: nothing of it is kept, nothing more written. */
  abort(): Promise<void> {
    this.#refused ??= refusal(451, '4.4.2', 'The message was broken off', null, null)
    this.#request.abandoned?.()
    this.#request.examination?.abort()
    return this.#body.abort().catch(() => undefined)
  }

  /** The checks of mail from outside, and what the relay rules say to the whole message. */
  async #examine(size: number): Promise<Origin> {
    const { examination, origin, transaction } = this.#request
    if (!examination) return origin
    const recipients = [...transaction.recipients.values()].map(({ address }) => address)
    const { authentication, rejection } = await examination.finish(size, recipients)
    if (authentication) this.#needs.log.note(`Checked: ${authentication.header}`)
    if (rejection) {
      const { code, enhanced, text, rule } = rejection
      await this.#refuse(
        refusal(code, enhanced, text, `rule ${rule} refused the message`, because('rule', rule)),
      )
    }
    return { ...origin, authentication }
  }

  #message(body: BodyRef, origin: Origin): NewMessage {
    const { id, transaction, trace } = this.#request
    return {
      id,
      envelope: transaction.envelope,
      origin,
      recipients: [...transaction.recipients.values()],
      receivedAt: trace.receivedAt,
      subject: this.#facts?.subject ?? '',
      messageId: this.#facts?.messageId ?? null,
      body,
      note: this.#remarks(),
    }
  }

  /** What was changed in its lines, for the history and the session log; null where nothing was. */
  #remarks(): string | null {
    const bare = this.#lines?.bareRemark ?? null
    if (bare !== null && this.#request.lineEndsTolerated) this.#needs.tolerate('bare-line-ends', bare)
    const remarks = [bare, this.#lines?.nulRemark ?? null, this.#lines?.foldRemark ?? null].filter(
      (remark) => remark !== null,
    )
    for (const remark of remarks) this.#needs.log.note(remark)
    return remarks.length === 0 ? null : remarks.join('; ')
  }

  async #complete(): Promise<void> {
    if (this.#refused) return
    const rest = this.#lines?.end() ?? []
    if (rest.length > 0) await this.#take(rest)
    if (!this.#header || this.#refused) return
    const begun = this.#header.end()
    await this.#begin(begun.octets, begun.facts)
  }

  #take(content: readonly Buffer[]): Promise<void> | undefined {
    if (!this.#header) return bothWaits(this.#write(content), this.#request.examination?.push(content))
    const begun = this.#header.push(content.length === 1 ? (content[0] as Buffer) : Buffer.concat(content))
    return begun ? this.#begin(begun.octets, begun.facts) : undefined
  }

  #begin(octets: Buffer, facts: HeaderFacts): Promise<void> | undefined {
    this.#header = null
    if (facts.receivedCount > MOST_RECEIVED) return this.#refuse(mailLoop(facts.receivedCount))
    const denied = this.#request.checkHeader?.(octets, facts.complete) ?? null
    if (denied) return this.#refuse(denied)
    const added = this.#addedFields(facts)
    this.#facts = facts.messageId === null ? { ...facts, messageId: added.messageId } : facts
    return bothWaits(this.#write([Buffer.from(added.text), octets]), this.#request.examination?.begin(octets))
  }

  #addedFields(facts: HeaderFacts): { text: string; messageId: string | null } {
    const { trace, submission, id } = this.#request
    let text = receivedHeader(trace)
    let messageId: string | null = null
    if (submission && facts.complete && !facts.hasMessageId) {
      messageId = `${id}.${Buffer.from(this.#needs.randomBytes(6)).toString('hex')}@${trace.hostname}`
      text += `Message-ID: <${messageId}>\r\n`
    }
    if (this.#needsDate(facts)) text += `Date: ${formatDate(trace.receivedAt)}\r\n`
    // Text without a header would otherwise be read as one.
    return { text: facts.wellFormed ? text : `${text}\r\n`, messageId }
  }

  #needsDate(facts: HeaderFacts): boolean {
    if (facts.hasDate || !facts.complete) return false
    return (
      this.#request.submission ||
      this.#needs.tolerate('missing-date', 'the message had no Date; one was added')
    )
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

/** Storage and whoever looks at the content both take their time; the slower one counts. */
function bothWaits(
  one: Promise<void> | undefined,
  other: Promise<void> | undefined,
): Promise<void> | undefined {
  if (!one || !other) return one ?? other
  return Promise.all([one, other]).then(() => undefined)
}

function mailLoop(count: number): Refusal {
  return refusal(
    554,
    '5.4.6',
    `The message went through ${count} servers already, so it probably runs in a circle; look at its Received fields`,
    null,
    because('content'),
  )
}
