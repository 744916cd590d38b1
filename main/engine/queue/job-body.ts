import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { MessageId } from '../../../shared/domain/id.ts'
import type { BodyRef } from '../storage/body-store.ts'
import type { QueueStorage } from '../storage/storage.ts'

/** Octets up to which a body is kept in memory while its job waits for its turn. */
const SMALL = 32 * 1024

/** The body of a job: in memory where it is small and its turn is near, else streamed from the store. */
export class JobBody {
  readonly #storage: Pick<QueueStorage, 'openBody'>
  readonly #id: MessageId
  readonly #isSmall: boolean
  #content: Promise<Buffer> | null

  /** `ref` with its octets where they just came in. They are copied: accepting may hand them to another thread. */
  constructor(storage: Pick<QueueStorage, 'openBody'>, id: MessageId, ref: BodyRef) {
    this.#storage = storage
    this.#id = id
    this.#isSmall = ref.kind === 'inline' && ref.size <= SMALL
    const atHand = ref.kind === 'inline' && this.#isSmall ? ref.content : null
    this.#content = atHand === null ? null : Promise.resolve(Buffer.from(atHand))
  }

  /** Its turn is near: reads a small body ahead, so that no connection waits for the store. */
  prefetch(): void {
    if (!this.#isSmall || this.#content) return
    this.#content = this.#storage.openBody(this.#id).then(buffer)
    // Whoever opens it tries again and meets the error then.
    this.#content.catch(() => {
      this.#content = null
    })
  }

  /** A fresh stream at each call. */
  async open(): Promise<Readable> {
    const content = await this.#content?.catch(() => null)
    return content ? Readable.from(content, { objectMode: false }) : this.#storage.openBody(this.#id)
  }
}
