import { domainOf } from '../../../shared/domain/address.ts'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { DomainPolicy, MxRoute, Pacing } from '../../../shared/domain/route.ts'
import type { ConnectionPool, Destination } from './connection-pool.ts'
import { deliverToHosts, type HostDelivery, type ReportOutcomes } from './deliver-to-hosts.ts'
import type { DeliveryRequest } from './delivery.ts'
import { findDomainPolicy } from './domain-policy.ts'
import { openSession, type SessionEnvironment } from './open-session.ts'
import { joinPaces } from './pacing/pace.ts'
import type { Pacer } from './pacing/pacer.ts'
import { type MxLookUps, type PlannedHost, planMx } from './plan-mx.ts'

export interface MxContext {
  readonly environment: SessionEnvironment
  readonly pool: ConnectionPool
  readonly hostname: () => string
  readonly lookUps: MxLookUps
  readonly pacer: Pacer
}

/** Recipients by domain, each group to its own hosts, side by side: one slow domain does not hold up another. */
export async function deliverToMx(
  context: MxContext,
  request: DeliveryRequest,
  route: MxRoute,
  report: ReportOutcomes,
): Promise<void> {
  const groups = groupByDomain(request.recipients)
  await Promise.all(
    [...groups].map(([domain, recipients]) =>
      deliverToDomain(context, request, route, domain, recipients, report),
    ),
  )
}

async function deliverToDomain(
  context: MxContext,
  request: DeliveryRequest,
  route: MxRoute,
  domain: string,
  recipients: readonly Recipient[],
  report: ReportOutcomes,
): Promise<void> {
  const { requireTls } = request.envelope
  const plan = await planMx(context.lookUps, { route, domain, requireTls, hostname: context.hostname() })
  if (plan.kind === 'none') {
    const { verdict: kind, reply } = plan
    report(recipients.map(({ number }) => ({ recipient: number, host: null, sessionId: null, kind, reply })))
    return
  }
  const policy = findDomainPolicy(route, domain)
  const limit = policy?.maxConnections ?? route.maxConnectionsPerHost
  const hosts = plan.hosts.map((host) => mxDestination(context, route, host, limit))
  const limits = policy && paceOf(route, policy)
  const delivery = { pool: context.pool, request, recipients, hosts, report }
  await (limits ? deliverPaced(context, delivery, limits) : deliverToHosts(delivery))
}

interface DomainPace {
  readonly key: string
  readonly pacing: Pacing
  readonly text: string
}

/** One count for all domains of a policy: they are named together because they are one destination. */
function paceOf({ name, pacing }: MxRoute, { domains, messagesPerMinute }: DomainPolicy): DomainPace | null {
  if (messagesPerMinute === undefined) return null
  const { recipientsPerMessage } = pacing
  const places = domains.join(', ')
  return {
    key: `${name}\n${places}`,
    pacing: { messagesPerMinute, ...(recipientsPerMessage === undefined ? {} : { recipientsPerMessage }) },
    text: `Waits for its turn: the route "${name}" sends ${messagesPerMinute} ${messagesPerMinute === 1 ? 'message' : 'messages'} a minute to ${places}.`,
  }
}

/** Those for whom there is no room now wait until there is. */
async function deliverPaced(
  { pacer, environment: { clock } }: MxContext,
  delivery: HostDelivery,
  { key, pacing, text }: DomainPace,
): Promise<void> {
  const { request, recipients, report } = delivery
  const pace = pacer.reserve(key, pacing, recipients.length)
  if (pace === null) return deliverToHosts(delivery)
  const wait = { until: pacer.blockOf(key, pacing)?.until ?? clock.now() + RETURN_PAUSE, text }
  const untried = { host: null, sessionId: null, kind: 'released', wait } as const
  try {
    report(recipients.slice(pace.recipients).map(({ number }) => ({ recipient: number, ...untried })))
    await deliverToHosts({
      ...delivery,
      recipients: recipients.slice(0, pace.recipients),
      request: { ...request, pace: joinPaces(request.pace, pace) },
    })
  } finally {
    pace.close()
  }
}

/** Milliseconds: what has room of the limit reserved is about to be sent, or gives it back. */
const RETURN_PAUSE = 2_000

function mxDestination(
  { environment }: MxContext,
  route: MxRoute,
  { target, security }: PlannedHost,
  maxConnectionsPerHost: number,
): Destination {
  return {
    route: route.name,
    host: target.host,
    port: target.port,
    security,
    maxConnections: route.maxConnections,
    maxConnectionsPerHost,
    maxWaiting: maxConnectionsPerHost,
    open: (signal) => openSession(environment, target, signal),
  }
}

function groupByDomain(recipients: readonly Recipient[]): Map<string, Recipient[]> {
  const groups = new Map<string, Recipient[]>()
  for (const recipient of recipients) {
    const domain = domainOf(recipient.address)
    const group = groups.get(domain)
    if (group) group.push(recipient)
    else groups.set(domain, [recipient])
  }
  return groups
}
