/** MAIL FROM (RFC 5321 §4.1.1.2): begins a transaction, if this client may send, as this sender, and there is room. */
import { admitSender, type Client } from './admission.ts'
import type { InboundLimits } from './limits/inbound-limits.ts'
import { parseMailParameters } from './mail-parameters.ts'
import { parsePath } from './parse-path.ts'
import { accepted, because, type Refusal, type Reply, refusal } from './reply.ts'
import { maxSizeOf, mayBegin } from './session-sender.ts'
import { isTrusted, known, type SessionState } from './session-state.ts'
import { type Tolerate, wouldForgive } from './tolerate.ts'

/** `hasRoomFor` answers whether the disk takes a message of so many octets. */
export function mail(
  state: SessionState,
  line: string,
  hasRoomFor: (octets: number) => boolean,
  tolerate: Tolerate,
  limits: InboundLimits,
): Reply {
  if (!state.hello && !tolerate('any-hello', 'MAIL came without EHLO or HELO'))
    return refusal(503, '5.5.1', 'Send EHLO first', wouldForgive('any-hello'))
  if (state.transaction) return refusal(503, '5.5.1', 'A message was begun already; send RSET to drop it')
  const argument = /^MAIL\s+FROM\s*:(.*)$/isu.exec(line)?.[1]
  if (argument === undefined) return refusal(501, '5.5.4', 'Write MAIL FROM:<address>')
  const parsed = parsePath(argument)
  if (parsed.kind === 'syntax')
    return refusal(501, '5.1.7', `The sender address is not valid: ${parsed.problem}`)
  if (parsed.kind === 'parameter') return refusal(501, '5.5.4', `MAIL FROM: ${parsed.problem}`)
  const { address, parameters, international, bracketed } = parsed.path
  if (!bracketed && !tolerate('unbracketed-path', 'MAIL FROM had no angle brackets'))
    return refusal(
      501,
      '5.1.7',
      'Write MAIL FROM:<address>, with angle brackets',
      wouldForgive('unbracketed-path'),
    )
  const parameter = parseMailParameters(parameters)
  if (parameter.kind === 'refused') return parameter.why
  const { size, ...rest } = parameter.value
  const denied =
    withoutDomain(address) ??
    admitSender(clientOf(state), address) ??
    needsUtf8(international && !rest.smtpUtf8) ??
    needsTls(rest.requireTls && state.tls === null) ??
    tooLarge(state, size) ??
    diskFull(hasRoomFor(size ?? 0)) ??
    mayBegin(state, limits)
  if (denied) return denied
  const envelope = { sender: address, ...rest }
  state.transaction = { envelope, announcedSize: size, recipients: new Map(), chunks: null }
  return accepted(250, '2.1.0', `Sender <${address}> is fine`)
}

export function clientOf(state: SessionState): Client {
  const listener = state.listener()
  const { network } = known(state)
  return {
    listener: listener.name,
    address: state.client,
    trusted: isTrusted(state),
    authRequired: listener.auth === 'required',
    account: state.account,
    network: network?.trusted ? network : null,
  }
}

export function tooLarge(state: SessionState, size: number | null): Refusal | null {
  if (size === null) return null
  const most = maxSizeOf(state)
  if (size <= most.octets) return null
  const text = `The message is larger than ${most.text}, the most that is taken here`
  const { kind, name } = most.cause
  return refusal(552, '5.3.4', text, `${kind} ${name}: maximum size ${most.text}`, most.cause)
}

export function diskFull(hasRoom: boolean): Refusal | null {
  if (hasRoom) return null
  const text = 'The disk of this server is nearly full; try again later'
  return refusal(
    452,
    '4.3.1',
    text,
    'too little free space on the volume of the data folder',
    because('disk'),
  )
}

/** "postmaster" alone is for recipients. */
function withoutDomain(address: string): Refusal | null {
  if (address === '' || address.includes('@')) return null
  return refusal(501, '5.1.7', 'The sender address is not valid: it has no "@domain"')
}

export function needsUtf8(missing: boolean): Refusal | null {
  if (!missing) return null
  return refusal(
    550,
    '5.6.7',
    'An address with letters beyond ASCII needs the SMTPUTF8 parameter in MAIL FROM',
  )
}

/** RFC 8689 §2: without TLS the extension is not offered, so its parameter is unknown. */
function needsTls(missing: boolean): Refusal | null {
  if (!missing) return null
  return refusal(
    555,
    '5.5.4',
    'MAIL FROM parameter REQUIRETLS is supported over TLS only; send STARTTLS first',
  )
}
