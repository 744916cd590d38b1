/** What of a message's content stands in the way of a next hop that takes less than it holds. */
import type { Readable } from 'node:stream'
import { type Entity, LINE_END, type MimeHandler, MimeProblem, MimeWalker } from './mime-walker.ts'

/** One entity, in the order of the walk. */
export interface EntitySurvey {
  readonly kind: Entity['kind']
  readonly type: string | null
  readonly encoding: string
  readonly signed: boolean
  readonly headerEightBit: boolean
  readonly headerBroken: boolean
  readonly hasDkimSignature: boolean
  /** Octets above 127. */
  readonly eightBit: boolean
  /** NUL, or CR or LF on their own: no line-oriented transport takes them. */
  readonly binary: boolean
  /** Longest line in octets, without CRLF. */
  readonly longestLine: number
}

/** Entities of one message, at most: what comes with more is not mail. */
const MOST_ENTITIES = 20_000

/** Reads everything. Rejects with the stream's error, or a MimeProblem. */
export async function surveyContent(content: Readable): Promise<readonly EntitySurvey[]> {
  const survey = new Survey()
  const walker = new MimeWalker(survey)
  for await (const chunk of content as AsyncIterable<Buffer>) walker.push(chunk)
  walker.end()
  return survey.entities
}

class Survey implements MimeHandler {
  readonly entities: Writable<EntitySurvey>[] = []
  #line = 0

  entity({ header, kind, signed }: Entity): void {
    if (this.entities.length >= MOST_ENTITIES) throw new MimeProblem('there are too many parts')
    const { type, encoding, eightBit, broken, hasDkimSignature } = header
    this.entities.push({
      kind,
      type,
      encoding,
      signed,
      headerEightBit: eightBit,
      headerBroken: broken,
      hasDkimSignature,
      eightBit: false,
      binary: false,
      longestLine: 0,
    })
    this.#line = 0
  }

  body(octets: Buffer): void {
    const entity = this.entities.at(-1)
    if (!entity) return
    if (octets === LINE_END) {
      this.#line = 0
      return
    }
    this.#line += octets.length
    entity.longestLine = Math.max(entity.longestLine, this.#line)
    if (!entity.eightBit) entity.eightBit = octets.some((octet) => octet > 127)
    if (!entity.binary)
      entity.binary = octets.some((octet) => octet === 0 || octet === 0x0d || octet === 0x0a)
  }

  leafEnd(): void {}

  between(): void {}
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }
