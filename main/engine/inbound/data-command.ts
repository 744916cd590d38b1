/** DATA (RFC 5321 §4.1.1.4): may the message come now, and this way? */
import { diskFull } from './mail-command.ts'
import { type Refusal, refusal } from './reply.ts'
import type { SessionState, Transaction } from './session-state.ts'

export type DataVerdict =
  | { readonly kind: 'open'; readonly transaction: Transaction }
  | { readonly kind: 'refused'; readonly why: Refusal }

export function data(
  state: SessionState,
  argument: string,
  hasRoomFor: (octets: number) => boolean,
): DataVerdict {
  const { transaction } = state
  if (!transaction) return refuse(503, 'Send MAIL FROM and RCPT TO first')
  // RFC 3030 §2 and §3.
  if (transaction.chunks) return refuse(503, 'This message comes with BDAT; go on with it, or send RSET')
  if (transaction.envelope.body === 'binarymime')
    return refuse(503, 'BODY=BINARYMIME comes with BDAT only; DATA would change it')
  if (transaction.recipients.size === 0) return refuse(554, 'No recipient was accepted')
  if (argument !== '') return { kind: 'refused', why: refusal(501, '5.5.4', 'DATA takes no parameter') }
  const full = diskFull(hasRoomFor(transaction.announcedSize ?? 0))
  return full ? { kind: 'refused', why: full } : { kind: 'open', transaction }
}

function refuse(code: number, text: string): DataVerdict {
  return { kind: 'refused', why: refusal(code, '5.5.1', text) }
}
