/** ETRN (RFC 1985): an office that connects now and then asks for the mail that waits for it. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Route } from '../../../shared/domain/route.ts'
import { asciiDomain } from './admission.ts'
import { isInNetworks } from './client-network.ts'
import type { EtrnAnswer, StartWaiting } from './inbound.ts'
import { accepted, type Reply, refusal } from './reply.ts'
import { isTrusted, type SessionState } from './session-state.ts'

export async function etrn(state: SessionState, argument: string, start: StartWaiting): Promise<Reply> {
  const node = argument.replace(/^@/, '')
  const out = outOfOrder(state) ?? malformed(argument, node)
  if (out) return out
  if (!offersEtrn(state)) return notAllowed(node)
  try {
    const request = { domain: argument, client: state.client, privileged: isPrivileged(state) }
    return replyTo(await start(request), node)
  } catch (error) {
    const text = `Mail for ${node} could not be started now; try again later`
    return refusal(458, '4.3.0', text, `ETRN failed: ${String(error)}`, null)
  }
}

/** Does a route wait for ETRN, and may this client ask for it? Only then is it announced. */
export function offersEtrn(state: SessionState): boolean {
  const waiting = routesThatWait(state)
  if (waiting.length === 0) return false
  return isPrivileged(state) || waiting.some(({ clients }) => isInNetworks(state.client, clients))
}

function isPrivileged(state: SessionState): boolean {
  return state.account !== null || isTrusted(state)
}

function routesThatWait(state: SessionState): readonly { readonly clients: readonly string[] }[] {
  return state.config().routes.flatMap((route) => waitForEtrn(route) ?? [])
}

function waitForEtrn(route: Route): { readonly clients: readonly string[] } | undefined {
  return 'waitForEtrn' in route ? route.waitForEtrn : undefined
}

function outOfOrder(state: SessionState): Reply | null {
  if (routesThatWait(state).length === 0)
    return refusal(502, '5.5.1', 'No mail waits for ETRN here', null, null)
  if (state.hello?.verb !== 'EHLO') return refusal(503, '5.5.1', 'Send EHLO first')
  if (state.transaction) return refusal(503, '5.5.1', 'Send ETRN before MAIL FROM, not within a message')
  return null
}

/** RFC 1985 §5.3: "@" asks for the subdomains too; "#" names a queue, which is a route here. */
function malformed(argument: string, node: string): Reply | null {
  if (argument === '') return refusal(500, '5.5.4', 'Write ETRN and the domain whose mail is wanted')
  if (/^#[^\s#]/.test(argument) || asciiDomain(node) !== '') return null
  return refusal(501, '5.5.4', 'What follows ETRN is not a domain')
}

/** What is not served and what this client may not ask for sound alike: strangers learn no domains. */
function replyTo(answer: EtrnAnswer, node: string): Reply {
  switch (answer.kind) {
    case 'started':
      return answer.messages > 0
        ? accepted(253, '2.0.0', `${counted(answer.messages)} for ${node} started`)
        : accepted(250, '2.0.0', `Mail for ${node} is started`)
    case 'nothing':
      return accepted(251, '2.0.0', `No mail waits for ${node}`)
    case 'unknown-domain':
    case 'not-allowed':
      return notAllowed(node, answer.kind)
    default:
      return assertNever(answer)
  }
}

function counted(messages: number): string {
  return `${messages} pending message${messages === 1 ? '' : 's'}`
}

function notAllowed(node: string, why: 'unknown-domain' | 'not-allowed' = 'not-allowed'): Reply {
  return refusal(
    459,
    '4.7.1',
    `Node ${node} is not allowed: no route that waits for ETRN serves it for this client`,
    why === 'unknown-domain'
      ? `no rule leads mail for ${node} to a route that waits for ETRN`
      : `the client has not signed in, is not trusted, and is not listed at the route for ${node}`,
    null,
  )
}
