import type { FallbackHost, SmarthostAuth, SmarthostRoute } from '../../../shared/domain/route.ts'
import type { TokenSource } from '../oauth/token-keeper.ts'
import type { Credentials } from './authenticate.ts'
import { readToken } from './authenticate-with-token.ts'
import { type CircuitBoard, hostsOf } from './circuit/circuit-board.ts'
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
  /** Access tokens of a route that signs in with OAuth2. */
  readonly tokens: (route: string) => TokenSource
  readonly circuits: CircuitBoard
}

/** Everything goes to the first of the route's hosts whose circuit lets it, and that gives a session. */
export function deliverToSmarthost(
  context: SmarthostContext,
  request: DeliveryRequest,
  route: SmarthostRoute,
  report: ReportOutcomes,
): Promise<void> {
  const hosts = hostsOf(route).map((host) => destination(context, route, host))
  return deliverToHosts({ pool: context.pool, request, recipients: request.recipients, hosts, report })
}

function destination(context: SmarthostContext, route: SmarthostRoute, host: FallbackHost): Destination {
  return {
    route: route.name,
    host: host.host,
    port: host.port,
    maxConnections: route.maxConnections,
    maxConnectionsPerHost: route.maxConnectionsPerHost,
    maxWaiting: Number.POSITIVE_INFINITY,
    gate: context.circuits.gate(route, host),
    open: async (signal) => {
      const secrets = {
        password: () => context.password(route.name),
        tokens: () => context.tokens(route.name),
      }
      const target = await smarthostTarget(route, context.hostname(), secrets, host)
      return openSession(context.environment, target, signal)
    },
  }
}

/** What a route signs in with, wherever it is kept. */
export interface RouteSecrets {
  readonly password: () => Promise<string | null>
  readonly tokens: () => TokenSource
}

/** Rejects with a SessionProblem where the route wants to sign in and has nothing to do it with. */
export async function smarthostTarget(
  route: SmarthostRoute,
  hostname: string,
  secrets: RouteSecrets,
  host: FallbackHost = route,
): Promise<SessionTarget> {
  return {
    via: route.name,
    host: host.host,
    addresses: null,
    port: host.port,
    lmtp: false,
    tls: route.tls,
    implicitTls: host.implicitTls ?? host.port === 465,
    ehloName: route.ehloName ?? hostname,
    sourceAddress: route.sourceAddress,
    credentials: route.auth ? await readCredentials(route, route.auth, secrets, host) : null,
  }
}

async function readCredentials(
  { name }: SmarthostRoute,
  auth: SmarthostAuth,
  secrets: RouteSecrets,
  { host }: FallbackHost,
): Promise<Credentials> {
  const { kind, username } = auth
  if (kind === 'oauth2') {
    const tokens = secrets.tokens()
    // Without a token there is no use in connecting.
    await readToken(() => tokens.token())
    return { kind, username, mechanism: auth.mechanism ?? null, tokens }
  }
  const password = await secrets.password()
  if (password !== null) return { kind, username, password }
  const text = `No password is stored for the route "${name}". Enter it in the route's settings.`
  throw new SessionProblem('auth', localReply('4.7.0', text), host)
}
