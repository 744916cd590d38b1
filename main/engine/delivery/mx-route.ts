import { domainOf } from '../../../shared/domain/address.ts'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { MxRoute } from '../../../shared/domain/route.ts'
import type { DnsResolver, Random } from '../ports.ts'
import type { ConnectionPool, Destination } from './connection-pool.ts'
import { deliverToHosts, type ReportOutcomes } from './deliver-to-hosts.ts'
import type { DeliveryRequest } from './delivery.ts'
import { openSession, type SessionEnvironment } from './open-session.ts'
import { type MxHost, resolveMxHosts } from './resolve-mx-hosts.ts'

export interface MxContext {
  readonly environment: SessionEnvironment
  readonly pool: ConnectionPool
  readonly hostname: () => string
  readonly dns: () => DnsResolver
  readonly random: Random
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
  const answer = await resolveMxHosts(domain, context.dns(), context.random)
  if (answer.kind === 'none') {
    const { verdict: kind, reply } = answer
    report(recipients.map(({ number }) => ({ recipient: number, host: null, sessionId: null, kind, reply })))
    return
  }
  const hosts = answer.hosts.map((host) => mxDestination(context, route, host))
  await deliverToHosts({ pool: context.pool, request, recipients, hosts, report })
}

function mxDestination(
  { environment, hostname }: MxContext,
  route: MxRoute,
  { host, addresses }: MxHost,
): Destination {
  return {
    route: route.name,
    host,
    port: route.port,
    maxConnections: route.maxConnections,
    maxConnectionsPerHost: route.maxConnectionsPerHost,
    maxWaiting: route.maxConnectionsPerHost,
    open: (signal) =>
      openSession(
        environment,
        {
          via: route.name,
          host,
          addresses,
          port: route.port,
          lmtp: false,
          tls: route.tls,
          implicitTls: false,
          ehloName: route.ehloName ?? hostname(),
          credentials: null,
        },
        signal,
      ),
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
