/**
 * What a peer's reply means, in plain words and with what to do. The peer's own text is always shown beside it.
 */
import { assertNever } from '../../shared/domain/assert-never.ts'
import type { Reply } from '../../shared/domain/reply.ts'
import { explainReply as explain, type ReplyContext } from '../../shared/explain/explain-reply.ts'
import type { Actor } from '../../shared/explain/explanation.ts'
import { t } from '../text/t.ts'

export interface Explanation {
  readonly what: string
  /** First things first; empty where there is nothing to do. */
  readonly steps: readonly string[]
  /** "For the recipient"; null where nobody has to act. */
  readonly who: string | null
  readonly link: string | null
}

/** null for a reply with which all is well. */
export function explainReply(reply: Reply, context: ReplyContext = {}): Explanation | null {
  if (reply.code !== null && reply.code < 400) return null
  if (reply.code === null && reply.enhanced?.startsWith('2.')) return null
  const { meaning, actor, steps, link } = explain(reply, context)
  return { what: meaning, steps, who: who(actor), link }
}

function who(actor: Actor): string | null {
  switch (actor) {
    case 'sender':
      return t('For the sender:')
    case 'device':
      return t('For whoever looks after the device or program that sends:')
    case 'relay':
      return t('For you:')
    case 'provider':
      return t('For whoever runs the other server:')
    case 'recipient':
      return t('For the recipient:')
    case 'nobody':
      return null
    default:
      return assertNever(actor)
  }
}
