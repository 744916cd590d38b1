/** RCPT TO (RFC 5321 §4.1.1.3): one more recipient, if this client may send to it and no rule refuses it. */
import { admitRecipient } from './admission.ts'
import { addRecipients, countNew, type Expansion, expandRecipient } from './expand-recipient.ts'
import type { DecideAtRcpt } from './inbound.ts'
import type { InboundLimits } from './limits/inbound-limits.ts'
import { clientOf, needsUtf8 } from './mail-command.ts'
import { parseRcptParameters } from './mail-parameters.ts'
import { parsePath } from './parse-path.ts'
import { accepted, because, type Reply, refusal } from './reply.ts'
import { mayAdd } from './session-sender.ts'
import { known, type SessionState, type Transaction } from './session-state.ts'
import { type Tolerate, wouldForgive } from './tolerate.ts'

export function rcpt(
  state: SessionState,
  line: string,
  decide: DecideAtRcpt,
  tolerate: Tolerate,
  limits: InboundLimits,
): Reply {
  const transaction = state.transaction
  if (!transaction) return refusal(503, '5.5.1', 'Send MAIL FROM first')
  if (transaction.chunks)
    return refusal(503, '5.5.1', 'The message is coming already; recipients come before BDAT')
  const argument = /^RCPT\s+TO\s*:(.*)$/isu.exec(line)?.[1]
  if (argument === undefined) return refusal(501, '5.5.4', 'Write RCPT TO:<address>')
  const parsed = parsePath(argument)
  if (parsed.kind === 'parameter') return refusal(501, '5.5.4', `RCPT TO: ${parsed.problem}`)
  if (parsed.kind === 'syntax' || parsed.path.address === '') {
    const problem = parsed.kind === 'syntax' ? parsed.problem : 'it is empty'
    return refusal(501, '5.1.3', `The recipient address is not valid: ${problem}`)
  }
  const { address, parameters, international, bracketed } = parsed.path
  if (!bracketed && !tolerate('unbracketed-path', 'RCPT TO had no angle brackets'))
    return refusal(
      501,
      '5.1.3',
      'Write RCPT TO:<address>, with angle brackets',
      wouldForgive('unbracketed-path'),
    )
  const parameter = parseRcptParameters(parameters)
  if (parameter.kind === 'refused') return parameter.why
  const denied =
    needsUtf8(international && !transaction.envelope.smtpUtf8) ?? notAdmitted(state, transaction, address)
  if (denied) return denied
  const expansion = expandRecipient(state, complete(state, address))
  if ('refused' in expansion) return expansion.refused
  const added = countNew(transaction, expansion)
  const turnedAway =
    tooMany(state, transaction, added) ??
    refusedByRule(state, transaction, expansion, decide) ??
    overLimit(state, transaction, added, limits)
  if (turnedAway) return turnedAway
  addRecipients(transaction, expansion, parameter.value)
  return accepted(250, '2.1.5', `Recipient <${address}> is fine`)
}

/** RFC 5321 §4.5.1: postmaster is a recipient without a domain, too. */
function complete(state: SessionState, address: string): string {
  return address.includes('@') ? address : state.config().postmaster
}

/** A group that is larger than the limit has to come alone. */
function tooMany(state: SessionState, { recipients }: Transaction, added: number): Reply | null {
  const { maxRecipients, name } = state.listener()
  if (added === 0 || recipients.size === 0 || recipients.size + added <= maxRecipients) return null
  const text = `A message has at most ${maxRecipients} recipients here; send the rest in another one`
  return refusal(
    452,
    '4.5.3',
    text,
    `listener ${name}: maximum recipients ${maxRecipients}`,
    because('listener', name),
  )
}

function overLimit(
  state: SessionState,
  { recipients }: Transaction,
  added: number,
  limits: InboundLimits,
): Reply | null {
  return added === 0 ? null : mayAdd(state, recipients.size + added - 1, limits)
}

function notAdmitted(state: SessionState, transaction: Transaction, address: string): Reply | null {
  const { sender } = transaction.envelope
  const admission = admitRecipient(clientOf(state), sender, address, state.config().localDomains)
  return admission.kind === 'refused' ? admission.why : null
}

/** A group is refused where each of its members would be; where one is not, the others are judged when it is their turn. */
function refusedByRule(
  state: SessionState,
  transaction: Transaction,
  { addresses }: Expansion,
  decide: DecideAtRcpt,
): Reply | null {
  const replies = addresses.map((address) => judge(state, transaction, address, decide))
  return replies.includes(null) ? null : (replies[0] ?? null)
}

function judge(
  state: SessionState,
  transaction: Transaction,
  address: string,
  decide: DecideAtRcpt,
): Reply | null {
  const decision = decide({
    sender: transaction.envelope.sender,
    recipient: address,
    account: state.account?.username ?? null,
    listener: state.listener().name,
    client: state.client,
    network: known(state).network?.name ?? null,
    tls: state.tls !== null,
    size: transaction.announcedSize,
  })
  if (decision.kind === 'accept') return null
  return refusal(
    decision.code,
    decision.enhanced,
    decision.text,
    `rule ${decision.rule} refused <${address}>`,
    because('rule', decision.rule),
  )
}
