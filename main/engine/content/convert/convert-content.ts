/**
 * Content for a next hop that takes less than it holds: leaf parts are encoded anew, everything else stays octet for
 * octet, boundaries too. What a reader decodes is the same.
 */
import { Readable } from 'node:stream'
import { Base64Encoder, type LeafEncoder, QuotedPrintableEncoder } from './leaf-encoders.ts'
import { changeEncoding } from './mime-header.ts'
import { type Entity, LINE_END, type MimeHandler, MimeProblem, MimeWalker } from './mime-walker.ts'
import { type ContentTarget, type EntityAction, type Obstacle, planConversion } from './plan-conversion.ts'
import { surveyContent } from './survey-content.ts'

export type ConvertedContent =
  | {
      readonly kind: 'converted'
      /** Octets. */
      readonly size: number
      /** A fresh stream at each call. */
      readonly openBody: () => Promise<Readable>
      /** The message has a DKIM signature, which no longer holds. */
      readonly breaksDkim: boolean
    }
  | { readonly kind: 'impossible'; readonly obstacle: Obstacle }

/**
 * Reads the content three times: to plan, to know the size, which MAIL has to tell, and as it is sent. Nothing is kept
 * in memory beyond the headers. Rejects with the stream's error.
 */
export async function convertContent(
  openBody: () => Promise<Readable>,
  target: ContentTarget,
): Promise<ConvertedContent> {
  try {
    const plan = planConversion(await surveyContent(await openBody()), target)
    if (plan.kind === 'impossible') return plan
    const open = async () =>
      Readable.from(converted(await openBody(), plan.actions, target), { objectMode: false })
    let size = 0
    for await (const chunk of converted(await openBody(), plan.actions, target)) size += chunk.length
    return { kind: 'converted', size, openBody: open, breaksDkim: plan.breaksDkim }
  } catch (error) {
    if (error instanceof MimeProblem) return { kind: 'impossible', obstacle: 'structure' }
    throw error
  }
}

async function* converted(
  content: Readable,
  actions: readonly EntityAction[],
  target: ContentTarget,
): AsyncGenerator<Buffer> {
  const conversion = new Conversion(actions, target)
  const walker = new MimeWalker(conversion)
  for await (const chunk of content as AsyncIterable<Buffer>) {
    walker.push(chunk)
    if (conversion.out.length > 0) yield conversion.take()
  }
  walker.end()
  conversion.end()
  if (conversion.out.length > 0) yield conversion.take()
}

class Conversion implements MimeHandler {
  out: Buffer[] = []
  readonly #actions: readonly EntityAction[]
  readonly #target: ContentTarget
  #next = 0
  #encoder: LeafEncoder | null = null
  /** The last line was written by an encoder and has no end yet. */
  #open = false

  constructor(actions: readonly EntityAction[], target: ContentTarget) {
    this.#actions = actions
    this.#target = target
  }

  take(): Buffer {
    const octets = Buffer.concat(this.out)
    this.out = []
    return octets
  }

  entity({ header, outermost, closed }: Entity): void {
    const action = this.#actions[this.#next++] ?? 'keep'
    if (action === 'keep') this.out.push(...header.lines)
    else {
      const encoding = action === 'relabel' ? this.#target : action
      // RFC 1428 §3: nobody said which characters these are.
      const type = action === 'relabel' ? null : 'text/plain; charset=unknown-8bit'
      this.out.push(...changeEncoding(header, { encoding, outermost, type }))
    }
    if (closed) this.out.push(LINE_END)
    this.#open = false
    this.#encoder = encoderFor(action)
  }

  body(octets: Buffer): void {
    this.out.push(this.#encoder ? this.#encoder.push(octets) : octets)
  }

  leafEnd(): void {
    if (this.#encoder) this.out.push(this.#encoder.end())
    this.#open = this.#encoder instanceof Base64Encoder
    this.#encoder = null
  }

  /** A leaf that ends the message has its line end among what was encoded. */
  end(): void {
    if (this.#open) this.out.push(LINE_END)
  }

  /** Nobody reads it (RFC 2046 §5.1.1), but the transport has to take it. */
  between(octets: Buffer): void {
    this.#open = false
    this.out.push(octets === LINE_END ? octets : withoutStrangers(octets, this.#target))
  }
}

function encoderFor(action: EntityAction): LeafEncoder | null {
  if (action === 'base64') return new Base64Encoder()
  return action === 'quoted-printable' ? new QuotedPrintableEncoder() : null
}

const QUESTION_MARK = 0x3f

function withoutStrangers(octets: Buffer, target: ContentTarget): Buffer {
  const isStrange = (octet: number) =>
    octet === 0 || octet === 0x0d || octet === 0x0a || (octet > 127 && target === '7bit')
  if (!octets.some(isStrange)) return octets
  return Buffer.from(octets.map((octet) => (isStrange(octet) ? QUESTION_MARK : octet)))
}
