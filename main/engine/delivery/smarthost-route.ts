import type { SmarthostRoute } from '../../../shared/domain/route.ts'
import type { ConnectionPool, Destination } from './connection-pool.ts'
import { deliverToHosts, type ReportOutcomes } from './deliver-to-hosts.ts'
import type { DeliveryRequest } from './delivery.ts'
import { openSession, type SessionEnvironment, type SessionTarget } from './open-session.ts'
import { localReply, SessionProblem } from './session-problem.ts'

export interface SmarthostContext {
  readonly environment: SessionEnvironment
  readonly pool: ConnectionPool
  readonly hostname: () => string
  /** Opened password of a route; null where none is stored. */
  readonly password: (route: string) => Promise<string | null>
}

/** Everything goes to the route's one host. */
export function deliverToSmarthost(
  context: SmarthostContext,
  request: DeliveryRequest,
  route: SmarthostRoute,
  report: ReportOutcomes,
): Promise<void> {
  const host: Destination = {
    route: route.name,
    host: route.host,
    port: route.port,
    maxConnections: route.maxConnections,
    maxConnectionsPerHost: route.maxConnectionsPerHost,
    maxWaiting: Number.POSITIVE_INFINITY,
    open: async (signal) => {
      const target = await smarthostTarget(route, context.hostname(), () => context.password(route.name))
      return openSession(context.environment, target, signal)
    },
  }
  return deliverToHosts({
    pool: context.pool,
    request,
    recipients: request.recipients,
    hosts: [host],
    report,
  })
}

/** Rejects with a SessionProblem where the route wants to sign in and no password is stored. */
export async function smarthostTarget(
  route: SmarthostRoute,
  hostname: string,
  readPassword: () => Promise<string | null>,
): Promise<SessionTarget> {
  const password = route.auth ? await readPassword() : null
  if (route.auth && password === null)
    throw new SessionProblem(
      'auth',
      localReply(
        '4.7.0',
        `No password is stored for the route "${route.name}". Enter it in the route's settings.`,
      ),
      route.host,
    )
  return {
    via: route.name,
    host: route.host,
    addresses: null,
    port: route.port,
    lmtp: false,
    tls: route.tls,
    implicitTls: route.implicitTls ?? route.port === 465,
    ehloName: route.ehloName ?? hostname,
    credentials: route.auth && password !== null ? { username: route.auth.username, password } : null,
  }
}
