/** What ETRN (RFC 1985) starts, and for whom. */
import { domainOf, matchesWildcard } from '../../../shared/domain/address.ts'
import { matchesNetwork } from '../../../shared/domain/network.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import type { EtrnAnswer, EtrnRequest } from '../inbound/inbound.ts'
import { waitsForEtrn } from './choose-route.ts'

/**
 * Node names (RFC 1985 §5.3): "domain", "@domain" with everything below it, "#route". A client that may ask for nothing
 * hears just that, whatever it names.
 * @param start answers how many messages it started
 */
export async function answerEtrn(
  { domain: node, client, privileged }: EtrnRequest,
  { rules, routes }: { readonly rules: readonly Rule[]; readonly routes: readonly Route[] },
  start: (routes: readonly string[], domains: readonly string[] | null) => Promise<number>,
): Promise<EtrnAnswer> {
  const allowed = routes.filter((route) => waitsForEtrn(route) && mayAsk(route, client, privileged))
  if (allowed.length === 0) return { kind: privileged ? 'unknown-domain' : 'not-allowed' }
  const { names, domains } = targetOf(
    node,
    allowed.map(({ name }) => name),
  )
  if (names.length === 0) return { kind: 'unknown-domain' }
  const messages = await start(names, domains)
  if (messages > 0) return { kind: 'started', messages }
  const isKnown = domains === null || names.some((name) => rules.some((rule) => serves(rule, name, domains)))
  return { kind: isKnown ? 'nothing' : 'unknown-domain' }
}

function mayAsk(route: Route, client: string, privileged: boolean): boolean {
  if (privileged) return true
  const clients = ('waitForEtrn' in route && route.waitForEtrn?.clients) || []
  return clients.some((network) => matchesNetwork(network, client))
}

function targetOf(
  node: string,
  allowed: readonly string[],
): { readonly names: readonly string[]; readonly domains: readonly string[] | null } {
  if (node.startsWith('#')) return { names: allowed.filter((name) => name === node.slice(1)), domains: null }
  return { names: allowed, domains: domainPatterns(node) }
}

/** "@office.test" is the domain and everything below it. */
export function domainPatterns(node: string): string[] {
  const domain = node.replace(/^@/, '').toLowerCase()
  return node.startsWith('@') ? [domain, `*.${domain}`] : [domain]
}

/** Could the rule send mail of these domains along the route? */
function serves({ enabled, match, action }: Rule, route: string, domains: readonly string[]): boolean {
  if (!enabled || action.kind !== 'route' || action.route !== route) return false
  const lists = [match.recipientDomains, match.recipients].filter((list) => list !== undefined)
  return lists.every((list) =>
    list.some((pattern) => domains.some((domain) => overlap(domainPart(pattern), domain))),
  )
}

function domainPart(pattern: string): string {
  return pattern.includes('@') ? domainOf(pattern) : pattern
}

function overlap(one: string, other: string): boolean {
  return matchesWildcard(one, other) || matchesWildcard(other, one)
}
