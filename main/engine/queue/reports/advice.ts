/** What a failure means, and what its sender can do, in the sender's words: by the catalogue of replies. Pure. */
import { assertNever } from '../../../../shared/domain/assert-never.ts'
import { explainReply } from '../../../../shared/explain/explain-reply.ts'
import type { Explanation } from '../../../../shared/explain/explanation.ts'
import type { ReportedRecipient } from './report-content.ts'
import { reportKindOf } from './report-content.ts'

/** null where the catalogue knows no more than the reply says. */
export function meaningOf(recipient: ReportedRecipient): string | null {
  if (!isExplained(recipient)) return null
  const explanation = explain(recipient)
  return explanation.kind === 'known' ? explanation.meaning : null
}

/** Sentences; empty where there is nothing to do. */
export function adviceFor(recipient: ReportedRecipient): readonly string[] {
  switch (recipient.cause) {
    case 'delivered':
    case 'relayed':
    case 'expanded':
      return []
    case 'delayed':
      return ['Nothing now. You get another report if it fails for good.']
    case 'rule':
    case 'operator':
      return ['Ask the postmaster of this server, whose address is below.']
    case 'refused':
    case 'expired':
      return adviceOfReply(recipient)
    default:
      return assertNever(recipient.cause)
  }
}

/** What only the administrator of this server can mend is no use to the sender: then the advice is to tell them. */
function adviceOfReply(recipient: ReportedRecipient): readonly string[] {
  const explanation = explain(recipient)
  if (explanation.kind === 'unknown') return [fallback(recipient)]
  switch (explanation.actor) {
    case 'sender':
    case 'device':
    case 'recipient':
      return explanation.steps
    case 'relay':
      return ['Tell the postmaster of this server, whose address is below: it has to be put right here.']
    case 'provider':
      return ['Reach the recipient another way.', 'The administrator of the other server can say more.']
    case 'nobody':
      return [fallback(recipient)]
    default:
      return assertNever(explanation.actor)
  }
}

function fallback({ cause }: ReportedRecipient): string {
  return cause === 'expired'
    ? 'Reach the recipient another way, or send it again later.'
    : 'Read what the server answered; the administrator of the recipient can say more.'
}

function isExplained({ cause, reply }: ReportedRecipient): boolean {
  return reportKindOf(cause) !== 'delivered' && cause !== 'rule' && cause !== 'operator' && reply.text !== ''
}

function explain({ reply, host }: ReportedRecipient): Explanation {
  return explainReply(reply, { host })
}
