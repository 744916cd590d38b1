/**
 * VRFY and EXPN (RFC 5321 §3.5): whether somebody is here, and who is in a group. Real answers go to clients that have
 * signed in or are trusted, where that is switched on; others could collect addresses with them, so they always hear
 * 252 (RFC 5321 §7.3).
 */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { expandAlias, verifyAddress } from '../local-mail/describe-address.ts'
import { accepted, type Reply, refusal } from './reply.ts'
import { isTrusted, type SessionState } from './session-state.ts'

export function vrfy(state: SessionState, argument: string): Reply {
  const address = addressIn(argument)
  if (address === '') return refusal(501, '5.5.4', 'Write VRFY and an address')
  if (!maySee(state)) return notSaid()
  const found = verifyAddress(state.config(), address)
  switch (found.kind) {
    case 'exists':
      return accepted(250, '2.1.5', `<${found.address}>`)
    case 'ambiguous':
      return ambiguous(found.addresses)
    case 'elsewhere':
      return notSaid()
    case 'unknown':
      return refusal(550, '5.1.1', `Nobody has the address ${address} here`, null, null)
    default:
      return assertNever(found)
  }
}

export function expn(state: SessionState, argument: string): Reply {
  const address = addressIn(argument)
  if (address === '') return refusal(501, '5.5.4', 'Write EXPN and the address of a group')
  if (!maySee(state)) return notSaid()
  const found = expandAlias(state.config(), address)
  switch (found.kind) {
    case 'list':
      return accepted(
        250,
        '2.1.5',
        found.members.map((member) => `<${member}>`),
      )
    case 'ambiguous':
      return ambiguous(found.addresses)
    case 'elsewhere':
      return notSaid()
    case 'not-a-list':
      return refusal(550, '5.1.1', `${address} is no group here`, null, null)
    default:
      return assertNever(found)
  }
}

/** "<user@office.test>", "user", "user@office.test SMTPUTF8" (RFC 6531 §3.7.4.2). */
function addressIn(argument: string): string {
  const text = argument.replace(/\s+SMTPUTF8$/i, '').trim()
  return /^<(.*)>$/s.exec(text)?.[1]?.trim() ?? text
}

function maySee(state: SessionState): boolean {
  return state.config().localMail.verify && (state.account !== null || isTrusted(state))
}

function notSaid(): Reply {
  return accepted(252, '2.5.2', 'Addresses are checked when mail is sent to them')
}

/** RFC 5321 §3.5.1. */
function ambiguous(addresses: readonly string[]): Reply {
  return refusal(
    553,
    '5.1.4',
    `Several have that name: ${addresses.map((one) => `<${one}>`).join(', ')}`,
    null,
    null,
  )
}
