/** What the rules and routes say about one recipient, as placement and "what would happen?" ask them. Pure. */
import type { Origin } from '../../../shared/domain/message.ts'
import type { Hold } from '../../../shared/domain/recipient.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import type { Decision } from '../rules/evaluate-rules.ts'
import type { ContentFacts, MailFacts } from '../rules/mail-facts.ts'
import type { LocalTimeOf } from '../rules/time-window.ts'

/** A message as it came in. */
export interface ReceivedMail {
  readonly envelope: { readonly sender: string }
  readonly origin: Pick<Origin, 'account' | 'listener' | 'client' | 'network' | 'tls' | 'authentication'>
  readonly size: number
  readonly receivedAt: number
}

export function factsOf(
  { envelope, origin, size, receivedAt }: ReceivedMail,
  recipient: string,
  { content, localTimeOf }: { content: ContentFacts | null; localTimeOf: LocalTimeOf },
): MailFacts {
  const { account, listener, client, network, tls, authentication } = origin
  return {
    sender: envelope.sender,
    recipient,
    account,
    listener,
    client,
    network,
    tls,
    receivedAt: localTimeOf(receivedAt),
    checks: authentication ?? 'unchecked',
    size,
    content,
  }
}

/** What the operator released is not held by a rule or a hold route again; every other rule counts as before. */
export function applicableRules(
  { rules, routes }: { readonly rules: readonly Rule[]; readonly routes: readonly Route[] },
  hold: Hold | null,
): readonly Rule[] {
  if (hold !== 'released') return rules
  return rules.filter(
    ({ action }) =>
      action.kind !== 'hold' &&
      !(action.kind === 'route' && findRoute(routes, action.route)?.kind === 'hold'),
  )
}

export type Choice =
  /** rule: null where the operator chose the route. */
  | { readonly kind: 'route'; readonly route: Route; readonly rule: string | null }
  /** route: null where the rule itself holds. */
  | {
      readonly kind: 'hold'
      readonly route: string | null
      readonly rule: string | null
      readonly text: string
    }
  | Extract<Decision, { kind: 'reject' | 'discard' }>
  /** rule: the one that names a route that is not there; null where none decides. */
  | { readonly kind: 'no-route'; readonly rule: string | null; readonly text: string }

/**
 * The route that the operator chose by hand, whatever the rules say; null where he did not, or it is no longer there.
 * What rules change of the mail they change all the same.
 */
export function forcedChoice(
  routes: readonly Route[],
  { forcedRoute }: { readonly forcedRoute: string | null },
): Choice | null {
  if (forcedRoute === null) return null
  const route = findRoute(routes, forcedRoute)
  if (!route) return null
  if (route.kind !== 'hold') return { kind: 'route', route, rule: null }
  const text = `Held by the route "${forcedRoute}", which was chosen by hand, until somebody releases it.`
  return { kind: 'hold', route: forcedRoute, rule: null, text }
}

/** A decision for a route that exists, or in words why there is none. */
export function chooseRoute(routes: readonly Route[], decision: Decision): Choice {
  switch (decision.kind) {
    case 'no-match':
      return { kind: 'no-route', rule: null, text: routes.length === 0 ? NO_ROUTES : NO_RULE }
    case 'route':
      return toRoute(routes, decision)
    case 'hold': {
      const { rule, reason } = decision
      return { kind: 'hold', route: null, rule, text: reason ?? `Held by the relay rule "${rule}".` }
    }
    default:
      return decision
  }
}

const NO_ROUTES = 'No route yet: add a route, and this mail goes on by itself.'
const NO_RULE = 'No relay rule matches: add a rule that gives it a route, and this mail goes on by itself.'

function toRoute(routes: readonly Route[], { route: name, rule }: { route: string; rule: string }): Choice {
  if (routes.length === 0) return { kind: 'no-route', rule, text: NO_ROUTES }
  const route = findRoute(routes, name)
  if (!route)
    return {
      kind: 'no-route',
      rule,
      text: `The relay rule "${rule}" names the route "${name}", which does not exist: change the rule, or add the route.`,
    }
  if (route.kind === 'hold')
    return {
      kind: 'hold',
      route: name,
      rule,
      text: `Held by the route "${name}" until somebody releases it.`,
    }
  return { kind: 'route', route, rule }
}

function findRoute(routes: readonly Route[], name: string): Route | undefined {
  return routes.find((route) => route.name === name)
}

/** Does its mail wait until the office asks? */
export function waitsForEtrn(route: Route): boolean {
  return 'waitForEtrn' in route && route.waitForEtrn !== undefined
}
