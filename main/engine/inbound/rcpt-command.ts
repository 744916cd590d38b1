/** RCPT TO (RFC 5321 §4.1.1.3): one more recipient, if this client may send to it and no rule refuses it. */
import { splitAddress } from '../../../shared/domain/address.ts'
import { admitRecipient } from './admission.ts'
import type { DecideAtRcpt } from './inbound.ts'
import type { InboundLimits } from './limits/inbound-limits.ts'
import { clientOf, needsUtf8 } from './mail-command.ts'
import { parseRcptParameters } from './mail-parameters.ts'
import { parsePath } from './parse-path.ts'
import { accepted, type Reply, refusal } from './reply.ts'
import { mayAdd } from './session-sender.ts'
import { known, type SessionState, type Transaction } from './session-state.ts'
import type { Tolerate } from './tolerate.ts'

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
    return refusal(501, '5.1.3', 'Write RCPT TO:<address>, with angle brackets')
  const parameter = parseRcptParameters(parameters)
  if (parameter.kind === 'refused') return parameter.why
  const denied =
    needsUtf8(international && !transaction.envelope.smtpUtf8) ??
    tooMany(state, transaction, address) ??
    notAdmitted(state, transaction, address) ??
    refusedByRule(state, transaction, address, decide) ??
    overLimit(state, transaction, address, limits)
  if (denied) return denied
  transaction.recipients.set(keyOf(address), { address: complete(state, address), ...parameter.value })
  return accepted(250, '2.1.5', `Recipient <${address}> is fine`)
}

/** RFC 5321 §4.5.1: postmaster is a recipient without a domain, too. */
function complete(state: SessionState, address: string): string {
  return address.includes('@') ? address : state.config().postmaster
}

function keyOf(address: string): string {
  const { local, domain } = splitAddress(address)
  return `${local}@${domain}`
}

function tooMany(state: SessionState, transaction: Transaction, address: string): Reply | null {
  const { maxRecipients, name } = state.listener()
  if (transaction.recipients.size < maxRecipients || transaction.recipients.has(keyOf(address))) return null
  const text = `A message has at most ${maxRecipients} recipients here; send the rest in another one`
  return refusal(452, '4.5.3', text, `listener ${name}: maximum recipients ${maxRecipients}`)
}

function overLimit(
  state: SessionState,
  { recipients }: Transaction,
  address: string,
  limits: InboundLimits,
): Reply | null {
  return recipients.has(keyOf(address)) ? null : mayAdd(state, recipients.size, limits)
}

function notAdmitted(state: SessionState, transaction: Transaction, address: string): Reply | null {
  const { sender } = transaction.envelope
  const admission = admitRecipient(clientOf(state), sender, address, state.config().localDomains)
  return admission.kind === 'refused' ? admission.why : null
}

function refusedByRule(
  state: SessionState,
  transaction: Transaction,
  address: string,
  decide: DecideAtRcpt,
): Reply | null {
  const decision = decide({
    sender: transaction.envelope.sender,
    recipient: complete(state, address),
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
  )
}
