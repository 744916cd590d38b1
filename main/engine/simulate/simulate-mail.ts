/** A message that need not exist, from MAIL to the route, as a session would take it. */
import type { SimulatedMail, SimulatedRecipient, Simulation } from '../../../shared/contract/rules.ts'
import { admitRecipient, admitSender } from '../inbound/admission.ts'
import { expandRecipient } from '../inbound/expand-recipient.ts'
import { clientOf, tooLarge } from '../inbound/mail-command.ts'
import { parsePath } from '../inbound/parse-path.ts'
import type { Refusal } from '../inbound/reply.ts'
import { senderOf } from '../inbound/session-sender.ts'
import { isTrusted, known, mayAuthenticate, type SessionState } from '../inbound/session-state.ts'
import { whyUnusable } from '../inbound/usable-account.ts'
import { newCopies } from '../queue/prepare-message.ts'
import { decideAtRcpt } from '../rules/decide-at-rcpt.ts'
import { evaluateRules } from '../rules/evaluate-rules.ts'
import { type AuthChecks, type ContentFacts, factsToCome } from '../rules/mail-facts.ts'
import { describeLimits } from './describe-limits.ts'
import { type Foreseen, factsFor, foresee } from './foresee.ts'
import type { SimulationParts } from './simulate.ts'
import { describeClient, openSimulatedSession } from './simulated-session.ts'

type Answer = Simulation['sender']

export function simulateMail(parts: SimulationParts, mail: SimulatedMail): Simulation {
  const state = openSimulatedSession(parts, mail)
  const asked = mail.recipients.flatMap((recipient) => askFor(parts, state, mail, recipient))
  return {
    sender: answerTo(`Sender <${mail.sender}> is fine`, '2.1.0', refuseSender(parts, state, mail)),
    client: describeClient(state),
    limits: describeLimits(parts.limits, senderOf(state)),
    recipients: [...asked, ...copiesOf(parts, state, mail, asked)],
  }
}

function refuseSender(
  { limits, now }: SimulationParts,
  state: SessionState,
  { sender, size }: SimulatedMail,
): Refusal | null {
  const { account } = state
  const unusable = account && whyUnusable(account, state.client, now)
  if (unusable) return refused(535, '5.7.8', `Signing in is refused: ${unusable}`)
  if (account && !mayAuthenticate(state))
    return refused(538, '5.7.11', 'Signing in is not offered on this connection: it needs TLS')
  if (sender !== '') {
    const problem = problemOf(sender)
    if (problem !== null) return refused(501, '5.1.7', `The sender address is not valid: ${problem}`)
  }
  const counted = senderOf(state)
  return (
    admitSender(clientOf(state), sender) ??
    tooLarge(state, size ?? null) ??
    (counted && limits.sending.mayBegin(counted))
  )
}

function askFor(
  parts: SimulationParts,
  state: SessionState,
  mail: SimulatedMail,
  recipient: string,
): SimulatedRecipient[] {
  const fine = `Recipient <${recipient}> is fine`
  const refusal = refuseRecipient(parts, state, mail, recipient)
  const expansion = expandRecipient(state, recipient.includes('@') ? recipient : parts.config.postmaster)
  const why = refusal ?? ('refused' in expansion ? expansion.refused : null)
  const addresses = 'refused' in expansion ? [recipient] : expansion.addresses
  return addresses.map((address) => ({
    recipient,
    expandedTo: address,
    admission: answerTo(fine, '2.1.5', why ?? refuseByRule(parts, state, mail, address)),
    ...foresee(parts, foreseen(parts, state, mail, address)),
  }))
}

function refuseRecipient(
  { config }: SimulationParts,
  state: SessionState,
  { sender }: SimulatedMail,
  recipient: string,
): Refusal | null {
  const problem = problemOf(recipient)
  if (problem !== null) return refused(501, '5.1.3', `The recipient address is not valid: ${problem}`)
  const admission = admitRecipient(clientOf(state), sender, recipient, config.localDomains)
  return admission.kind === 'refused' ? admission.why : null
}

function refuseByRule(
  parts: SimulationParts,
  state: SessionState,
  mail: SimulatedMail,
  address: string,
): Refusal | null {
  const asked = foreseen(parts, state, mail, address)
  const facts = { ...factsFor(parts, asked), ...factsToCome(parts.localTimeOf(asked.mail.receivedAt)) }
  const decision = decideAtRcpt(parts.config.rules, facts)
  return decision.kind === 'reject' ? refused(decision.code, decision.enhanced, decision.text) : null
}

/** Copies that rules add are routed like any other recipient; nobody admits them. */
function copiesOf(
  parts: SimulationParts,
  state: SessionState,
  mail: SimulatedMail,
  asked: readonly SimulatedRecipient[],
): SimulatedRecipient[] {
  const recipients = asked.map(({ expandedTo }) => expandedTo)
  const changes = asked
    .filter(({ decision }) => decision.kind !== 'reject')
    .flatMap(({ expandedTo }) => {
      const facts = factsFor(parts, foreseen(parts, state, mail, expandedTo))
      return evaluateRules(parts.config.rules, facts).changes
    })
  return newCopies(parts.config, recipients, changes).map((address) => ({
    recipient: address,
    expandedTo: address,
    admission: { accepted: true, text: 'Added by a relay rule as a blind copy.' },
    ...foresee(parts, { ...foreseen(parts, state, mail, address), addsCopies: false }),
  }))
}

function foreseen(
  { now, config }: SimulationParts,
  state: SessionState,
  mail: SimulatedMail,
  address: string,
): Foreseen {
  const origin = {
    account: state.account?.username ?? null,
    listener: state.listener().name,
    client: state.client,
    network: known(state).network?.name ?? null,
    tls: state.tls !== null,
    authentication: null,
  }
  const isOwn = state.account !== null || isTrusted(state)
  return {
    mail: {
      envelope: { sender: mail.sender },
      origin,
      size: mail.size ?? null,
      receivedAt: mail.receivedAt ?? now,
    },
    address,
    hold: null,
    content: contentOf(mail),
    addsCopies: true,
    checks: checksOf(mail, isOwn || !config.authentication.check),
  }
}

/** Mail of one's own is not checked, unless the question says what came of it. */
function checksOf({ spf, dkim, dmarc }: SimulatedMail, isUnchecked: boolean): AuthChecks | 'unchecked' {
  if (isUnchecked && spf === undefined && dkim === undefined && dmarc === undefined) return 'unchecked'
  return { spf: spf ?? null, dkim: dkim ?? null, dmarc: dmarc ?? null }
}

function contentOf(mail: SimulatedMail): ContentFacts {
  const { subject, headerFrom, hasAttachment, deliveryReport } = mail
  const headers = mail.headers?.map(({ name, value }) => ({ name: name.toLowerCase(), value })) ?? null
  const fieldOf = (name: string) => headers?.find((field) => field.name === name)?.value
  const from = headerFrom ?? fieldOf('from')
  return {
    headers,
    subject: subject ?? fieldOf('subject') ?? null,
    headerFrom: from === undefined ? null : [from],
    hasAttachment: hasAttachment ?? null,
    deliveryReport: deliveryReport ?? null,
  }
}

function problemOf(address: string): string | null {
  const parsed = parsePath(`<${address}>`)
  return parsed.kind === 'path' ? null : parsed.problem
}

function refused(code: number, enhanced: string, text: string): Refusal {
  return { code, enhanced, text, note: null, cause: null }
}

function answerTo(fine: string, enhanced: string, refusal: Refusal | null): Answer {
  return refusal === null
    ? { accepted: true, text: `250 ${enhanced} ${fine}` }
    : { accepted: false, text: `${refusal.code} ${refusal.enhanced} ${refusal.text}` }
}
