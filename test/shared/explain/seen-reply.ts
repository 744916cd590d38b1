/** Replies as servers gave them (names and addresses made neutral), each with the entry that must explain it. */
export interface SeenReply {
  readonly id: string | null
  readonly text: string
  readonly host?: string
}

export const seen = (id: string | null, text: string, host?: string): SeenReply =>
  host === undefined ? { id, text } : { id, text, host }
