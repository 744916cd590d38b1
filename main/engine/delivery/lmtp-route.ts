import type { LmtpRoute } from '../../../shared/domain/route.ts'
import type { ConnectionPool } from './connection-pool.ts'
import { deliverToHosts, type ReportOutcomes } from './deliver-to-hosts.ts'
import type { DeliveryRequest } from './delivery.ts'
import { openSession, type SessionEnvironment, type SessionTarget } from './open-session.ts'

export interface LmtpContext {
  readonly environment: SessionEnvironment
  readonly pool: ConnectionPool
  readonly hostname: () => string
}

/** Everything goes to the route's one host, which answers the content once for each recipient (RFC 2033). */
export function deliverToLmtp(
  { environment, pool, hostname }: LmtpContext,
  request: DeliveryRequest,
  route: LmtpRoute,
  report: ReportOutcomes,
): Promise<void> {
  const host = {
    route: route.name,
    host: route.host,
    port: route.port,
    maxConnections: route.maxConnections,
    maxConnectionsPerHost: route.maxConnectionsPerHost,
    maxWaiting: Number.POSITIVE_INFINITY,
    open: (signal: AbortSignal) => openSession(environment, lmtpTarget(route, hostname()), signal),
  }
  return deliverToHosts({ pool, request, recipients: request.recipients, hosts: [host], report })
}

/** In the clear: LMTP stays on one computer or in one rack, and the route has no TLS settings. */
export function lmtpTarget(route: LmtpRoute, hostname: string): SessionTarget {
  return {
    via: route.name,
    host: route.host,
    addresses: null,
    port: route.port,
    lmtp: true,
    tls: 'never',
    implicitTls: false,
    ehloName: route.ehloName ?? hostname,
    sourceAddress: route.sourceAddress,
    credentials: null,
  }
}
