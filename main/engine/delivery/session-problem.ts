import type { Reply } from '../../../shared/domain/reply.ts'
import type { Phase } from './classify-reply.ts'

/**
 * Why no session came about, or why one broke. The reply holds the peer's words where it spoke (code set), else what
 * happened in plain words (code null).
 */
export class SessionProblem extends Error {
  override readonly name = 'SessionProblem'
  readonly phase: Phase
  readonly reply: Reply
  /** Host that it is about, for example "mx1.provider.test [192.0.2.7]"; null before one was chosen. */
  readonly host: string | null

  constructor(phase: Phase, reply: Reply, host: string | null, cause?: unknown) {
    super(reply.text, { cause })
    this.phase = phase
    this.reply = reply
    this.host = host
  }
}

/** A local remark in the form of a reply: no code, because nobody answered. */
export function localReply(enhanced: string | null, text: string): Reply {
  return { code: null, enhanced, text }
}
