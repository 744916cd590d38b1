import { domainOf } from '../../../shared/domain/address.ts'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { MxRoute } from '../../../shared/domain/route.ts'
import type { ConnectionPool, Destination } from './connection-pool.ts'
import { deliverToHosts, type ReportOutcomes } from './deliver-to-hosts.ts'
import type { DeliveryRequest } from './delivery.ts'
import { findDomainPolicy } from './domain-policy.ts'
import { openSession, type SessionEnvironment } from './open-session.ts'
import { type MxLookUps, type PlannedHost, planMx } from './plan-mx.ts'

export interface MxContext {
  readonly environment: SessionEnvironment
  readonly pool: ConnectionPool
  readonly hostname: () => string
  readonly lookUps: MxLookUps
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
  const limit = findDomainPolicy(route, domain)?.maxConnections ?? route.maxConnectionsPerHost
  const hosts = plan.hosts.map((host) => mxDestination(context, route, host, limit))
  await deliverToHosts({ pool: context.pool, request, recipients, hosts, report })
}

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
