/**
 * BDAT (RFC 3030 §2): a part of the message, so many octets behind the command. Its octets are read in any case, also
 * where the answer is no: they must never be taken for commands.
 */
import { ChunkedMessage } from './chunked-message.ts'
import { diskFull, tooLarge } from './mail-command.ts'
import type { MessageIntake } from './message-intake.ts'
import { type Refusal, refusal } from './reply.ts'
import type { SessionState, Transaction } from './session-state.ts'
import { storageRefusal } from './storage-refusal.ts'

export type BdatStep =
  | { readonly kind: 'chunk'; readonly size: number; readonly last: boolean; readonly into: ChunkedMessage }
  /** The octets are read and dropped, then this is said. */
  | { readonly kind: 'chunk-refused'; readonly size: number; readonly reply: Refusal }
  /** How many octets follow cannot be known, so nothing behind can be understood. */
  | { readonly kind: 'reply-and-close'; readonly reply: Refusal }

export function bdat(
  state: SessionState,
  argument: string,
  hasRoomFor: (octets: number) => boolean,
  open: (transaction: Transaction) => MessageIntake,
): BdatStep {
  const [, digits, last] = /^(\d{1,15})(?:\s+(LAST))?$/i.exec(argument) ?? []
  if (digits === undefined) return { kind: 'reply-and-close', reply: malformed() }
  const size = Number(digits)
  const begun = begin(state, size, hasRoomFor, open)
  if (begun instanceof ChunkedMessage) return { kind: 'chunk', size, last: last !== undefined, into: begun }
  return { kind: 'chunk-refused', size, reply: begun }
}

function begin(
  state: SessionState,
  size: number,
  hasRoomFor: (octets: number) => boolean,
  open: (transaction: Transaction) => MessageIntake,
): ChunkedMessage | Refusal {
  const { transaction } = state
  if (!transaction) return refusal(503, '5.5.1', 'Send MAIL FROM and RCPT TO first')
  if (transaction.recipients.size === 0) return refusal(554, '5.5.1', 'No recipient was accepted')
  const received = transaction.chunks?.intake.size ?? 0
  const denied = tooLarge(state, received + size) ?? diskFull(hasRoomFor(size))
  if (denied) return denied
  try {
    transaction.chunks ??= new ChunkedMessage(open(transaction), transaction.envelope.body === 'binarymime')
    return transaction.chunks
  } catch (error) {
    return storageRefusal(error)
  }
}

function malformed(): Refusal {
  return refusal(501, '5.5.4', 'Write BDAT, the number of octets, and LAST behind the last part; closing')
}
