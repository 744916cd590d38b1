/** What the scheduler asks of delivery: take these recipients of one message along one route, and say what became of each. */
import { setMaxListeners } from 'node:events'
import type { Readable } from 'node:stream'
import type { SecureContext } from 'node:tls'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { MessageId, SessionId } from '../../../shared/domain/id.ts'
import type { Envelope } from '../../../shared/domain/message.ts'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { Reply } from '../../../shared/domain/reply.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { ConfigSource } from '../config/config-source.ts'
import type { DnsResolver, Dispose, Ports } from '../ports.ts'
import type { SessionLog } from '../sessions/session-log.ts'
import { ConnectionPool, POOL_LIMITS, type PoolLimits } from './connection-pool.ts'
import type { ReportOutcomes } from './deliver-to-hosts.ts'
import { deliverToLmtp } from './lmtp-route.ts'
import { deliverToMaildir } from './maildir-route.ts'
import { deliverToMx } from './mx-route.ts'
import type { SessionEnvironment } from './open-session.ts'
import { localReply } from './session-problem.ts'
import { deliverToSmarthost } from './smarthost-route.ts'
import { SMTP_TIMEOUTS, type SmtpTimeouts } from './smtp-timeouts.ts'
import { createTrustedContext } from './tls-options.ts'

export interface DeliveryRequest {
  readonly message: MessageId
  readonly envelope: Envelope
  readonly size: number
  readonly receivedAt: number
  readonly route: Route
  readonly recipients: readonly Recipient[]
  /** A fresh stream of the stored body at each call; CRLF line ends, not dot-stuffed. */
  readonly openBody: () => Promise<Readable>
  /** Ends the attempt early at stop: not yet accepted recipients come back as released. */
  readonly signal: AbortSignal
}

/**
 * delivered  the next hop answered 2xx to the message, or the mailbox file is synced
 * captured   kept by a capture route, and done
 * deferred   4xx, network, time-out, TLS, DNS, anything unclassified
 * refused    5xx that concerns this recipient or message
 * released   not tried: no connection free, aborted at stop
 */
export type RecipientOutcome = {
  readonly recipient: number
  readonly host: string | null
  readonly sessionId: SessionId | null
} & (
  | {
      readonly kind: 'delivered'
      readonly reply: Reply
      /**
       * Does the next hop know DSN (RFC 3461 §5.2.2), so that success reports are its duty? Absent: this was the last
       * hop, a mailbox.
       */
      readonly nextHopKnowsDsn?: boolean
    }
  | { readonly kind: 'captured' | 'deferred' | 'refused'; readonly reply: Reply }
  | { readonly kind: 'released' }
)

export interface RouteBlock {
  /** Milliseconds since 1970; null until somebody does something. */
  readonly until: number | null
  /** "Waits until 14:20: 30 of 30 messages this minute." */
  readonly text: string
}

export interface Delivery {
  /**
   * Never rejects: every failure is an outcome. Each recipient is reported exactly once, as soon as its fate is known,
   * so that an accepted one is recorded before anything else happens.
   */
  deliver(request: DeliveryRequest, onOutcome: (outcomes: readonly RecipientOutcome[]) => void): Promise<void>
  /** How many more messages this route can take now without waiting for a connection. */
  capacity(route: Route): number
  /**
   * Why the route takes nothing now although nobody paused it: pacing, an open circuit, a sign-in that is needed. Its
   * mail stays as it is, passed over by claims like that of a paused route. null where it takes mail.
   */
  blocked(route: Route): RouteBlock | null
  /** Hears when a block began, ended or moved. */
  onBlocksChanged(listener: () => void): Dispose
  /** Closes idle connections, lets busy ones finish until the signal aborts. */
  stop(signal: AbortSignal): Promise<void>
}

export interface DeliveryDependencies {
  readonly config: ConfigSource
  readonly ports: Pick<Ports, 'clock' | 'random' | 'logger'>
  readonly sessions: SessionLog
  /** Made for the configured DNS servers. */
  readonly dns: () => DnsResolver
  /** PEM certificates that are trusted like those of the system. */
  readonly furtherRoots?: readonly string[]
  readonly timeouts?: SmtpTimeouts
  readonly poolLimits?: PoolLimits
}

/** What delivery and the test of a route share. */
export function createSessionEnvironment(
  dependencies: DeliveryDependencies,
): SessionEnvironment & { readonly sessions: SessionLog } {
  const { config, ports, sessions, dns, furtherRoots = [], timeouts = SMTP_TIMEOUTS } = dependencies
  let trusted: SecureContext | undefined
  return {
    clock: ports.clock,
    sessions,
    configuredDns: () => (config.current().dns.servers.length > 0 ? dns() : null),
    timeouts,
    trusted: () => {
      trusted ??= createTrustedContext(furtherRoots)
      return trusted
    },
  }
}

export function createDelivery(dependencies: DeliveryDependencies): Delivery {
  const { config, ports, dns, poolLimits = POOL_LIMITS } = dependencies
  const environment = createSessionEnvironment(dependencies)
  const pool = new ConnectionPool(ports.clock, poolLimits)
  const hostname = () => config.current().hostname
  const password = (route: string) => config.routePassword(route)
  const inFlight = new Map<string, number>()
  const forget = config.onChange((_config, changed) => {
    if (changed.some((section) => RENEWING_SECTIONS.has(section))) pool.renew()
  })

  const deliverAlong = (request: DeliveryRequest, report: ReportOutcomes): Promise<void> => {
    const { route } = request
    switch (route.kind) {
      case 'smarthost':
        return deliverToSmarthost({ environment, pool, hostname, password }, request, route, report)
      case 'mx':
        return deliverToMx({ environment, pool, hostname, dns, random: ports.random }, request, route, report)
      case 'lmtp':
        return deliverToLmtp({ environment, pool, hostname }, request, route, report)
      case 'maildir':
        return deliverToMaildir({ ...ports, hostname }, request, route, report)
      case 'capture':
      case 'hold':
        report(request.recipients.map(({ number }) => captured(number)))
        return Promise.resolve()
      default:
        return assertNever(route)
    }
  }

  return {
    async deliver(request, onOutcome) {
      const { name } = request.route
      // One signal serves all requests; Node 20 takes more than ten listeners for a leak.
      setMaxListeners(0, request.signal)
      inFlight.set(name, (inFlight.get(name) ?? 0) + 1)
      const open = new Set(request.recipients.map(({ number }) => number))
      const report: ReportOutcomes = (outcomes) => {
        const first = outcomes.filter(({ recipient }) => open.delete(recipient))
        if (first.length > 0) onOutcome(first)
      }
      try {
        await deliverAlong(request, report)
        if (open.size > 0) throw new Error('a recipient was left without an outcome')
      } catch (error) {
        ports.logger.error('delivery failed unexpectedly', { message: request.message, route: name, error })
        report([...open].map((number) => failed(number, error)))
      } finally {
        inFlight.set(name, (inFlight.get(name) ?? 1) - 1)
      }
    },
    blocked: () => null,
    onBlocksChanged: () => () => undefined,
    capacity: (route) => Math.max(0, places(route) - (inFlight.get(route.name) ?? 0)),
    async stop(signal) {
      forget()
      await pool.stop(signal)
    },
  }
}

/** Open connections were made with these. */
const RENEWING_SECTIONS: ReadonlySet<string> = new Set(['routes', 'dns', 'hostname'])

/** Messages that a route can have in work: those with one host are bound by the host's limit too. */
function places(route: Route): number {
  return route.kind === 'smarthost' || route.kind === 'lmtp'
    ? Math.min(route.maxConnections, route.maxConnectionsPerHost)
    : route.maxConnections
}

function captured(recipient: number): RecipientOutcome {
  const reply = { code: null, enhanced: '2.0.0', text: 'Kept by the capture route; not sent anywhere.' }
  return { recipient, host: null, sessionId: null, kind: 'captured', reply }
}

function failed(recipient: number, error: unknown): RecipientOutcome {
  const reply = localReply('4.3.0', `Delivery failed inside Mailroom: ${String(error)}`)
  return { recipient, host: null, sessionId: null, kind: 'deferred', reply }
}
