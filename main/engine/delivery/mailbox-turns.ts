/** Work on one mailbox after another; different mailboxes do not wait for each other. */
export class MailboxTurns {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Rejects as the work does; who comes next does not care. */
  async take<T>(mailbox: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(mailbox) ?? Promise.resolve()
    const mine = before.then(work, work)
    this.#last.set(mailbox, mine)
    try {
      return await mine
    } finally {
      if (this.#last.get(mailbox) === mine) this.#last.delete(mailbox)
    }
  }
}
