/** What the scheduler asks of delivery: take these recipients of one message along one route, and say what became of each. */
import { setMaxListeners } from 'node:events'
import type { Readable } from 'node:stream'
import type { SecureContext } from 'node:tls'
import type { CircuitStatus } from '../../../shared/contract/system.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { MessageId, SessionId } from '../../../shared/domain/id.ts'
import type { Envelope } from '../../../shared/domain/message.ts'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { Reply } from '../../../shared/domain/reply.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { ConfigSource } from '../config/config-source.ts'
import { noTokens, type TokenSource } from '../oauth/token-keeper.ts'
import type { Dispose, DnsResolver, Ports } from '../ports.ts'
import type { SessionLog } from '../sessions/session-log.ts'
import type { SetupStorage } from '../storage/storage.ts'
import { CircuitBoard } from './circuit/circuit-board.ts'
import { ConnectionPool, POOL_LIMITS, type PoolLimits } from './connection-pool.ts'
import type { ReportOutcomes } from './deliver-to-hosts.ts'
import { deliverToLmtp } from './lmtp-route.ts'
import { MailboxTurns } from './mailbox-turns.ts'
import { deliverToMaildir } from './maildir-route.ts'
import { createMxLookUps, ownPlaces } from './mx-look-ups.ts'
import { deliverToMx } from './mx-route.ts'
import type { SessionEnvironment } from './open-session.ts'
import type { Pace, TransactionPace } from './pacing/pace.ts'
import { createPacer, type Pacer } from './pacing/pacer.ts'
import type { LimitUse } from './pacing/room.ts'
import { type BlockSource, combineBlocks, type RouteBlock } from './route-blocks.ts'
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
  /** What the route's pacing leaves to this message: made by deliver itself. */
  readonly pace?: TransactionPace
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
  | {
      readonly kind: 'released'
      /** Where it is known that there is no room before that time; the words stay the same for the same reason. */
      readonly wait?: { readonly until: number; readonly text: string }
    }
)

export type { RouteBlock }

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
  /** One for each host of a smart host; none for other routes. */
  circuits(route: Route): CircuitStatus[]
  /** How much of the route's limits is used. */
  pacing(route: Route): LimitUse[]
  /** Its hosts are tried again with the next message. */
  closeCircuits(route: string): void
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
  /** Keeps the MTA-STS policies of domains over a restart; absent: they are fetched anew. */
  readonly storage?: Pick<SetupStorage, 'getValue' | 'setValue'>
  /** Of MTA-STS policy hosts; other than 443 only in tests. */
  readonly policyPort?: number
  /** Default: one that begins at zero and forgets at stop. */
  readonly pacer?: Pacer
  /** Access tokens of a route that signs in with OAuth2; default: there are none. */
  readonly tokens?: (route: string) => TokenSource
  /** Further reasons for which a route takes nothing: a sign-in that is needed. */
  readonly blocks?: readonly BlockSource[]
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
  const { config, ports, dns, poolLimits = POOL_LIMITS, blocks: further = [] } = dependencies
  const environment = createSessionEnvironment(dependencies)
  const pool = new ConnectionPool(ports.clock, poolLimits)
  const hostname = () => config.current().hostname
  const { storage, policyPort } = dependencies
  const own = () => ownPlaces(config)
  const lookUps = createMxLookUps({ ports, dns, trusted: environment.trusted, own, storage, policyPort })
  const password = (route: string) => config.routePassword(route)
  const { tokens = noTokens } = dependencies
  const inFlight = new Map<string, number>()
  const circuits = new CircuitBoard(ports.clock)
  const turns = new MailboxTurns()
  const pacer = dependencies.pacer ?? createPacer(ports)
  const blocks = combineBlocks([circuits, pacer, ...further])
  const blockListeners = new Set<() => void>()
  const tellOfBlocks = () => {
    for (const listener of blockListeners) listener()
  }
  const forgetBlocks = blocks.onChange(tellOfBlocks)
  const forgetConfig = config.onChange((_config, changed, mended) => {
    if (!changed.some((section) => RENEWING_SECTIONS.has(section))) return
    if (changed.includes('dns') || changed.includes('hostname')) circuits.closeAll()
    for (const name of mended) circuits.close(name)
    pool.renew()
    // Other limits, other blocks.
    tellOfBlocks()
  })

  const deliverAlong = (request: DeliveryRequest, report: ReportOutcomes): Promise<void> => {
    const { route } = request
    switch (route.kind) {
      case 'smarthost':
        return deliverToSmarthost(
          { environment, pool, hostname, password, tokens, circuits },
          request,
          route,
          report,
        )
      case 'mx':
        return deliverToMx({ environment, pool, hostname, lookUps, pacer }, request, route, report)
      case 'lmtp':
        return deliverToLmtp({ environment, pool, hostname }, request, route, report)
      case 'maildir':
        return deliverToMaildir(
          { ...ports, hostname, local: () => config.current(), turns },
          request,
          route,
          report,
        )
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
      const pace = pacer.reserve(name, request.route.pacing, request.recipients.length)
      try {
        await deliverAlong(pace ? paced(request, pace, report) : request, report)
        if (open.size > 0) throw new Error('a recipient was left without an outcome')
      } catch (error) {
        ports.logger.error('delivery failed unexpectedly', { message: request.message, route: name, error })
        report([...open].map((number) => failed(number, error)))
      } finally {
        pace?.close()
        inFlight.set(name, (inFlight.get(name) ?? 1) - 1)
      }
    },
    blocked: (route) => blocks.blocked(route),
    onBlocksChanged(listener) {
      blockListeners.add(listener)
      return () => blockListeners.delete(listener)
    },
    circuits: (route) => circuits.statuses(route),
    pacing: (route) => pacer.used(route.name, route.pacing),
    closeCircuits(route) {
      pool.forgetFailures(route)
      circuits.close(route)
    },
    capacity(route) {
      if (blocks.blocked(route) !== null) return 0
      const free = Math.min(places(route), circuits.room(route)) - (inFlight.get(route.name) ?? 0)
      return Math.max(0, Math.min(free, pacer.room(route.name, route.pacing)))
    },
    async stop(signal) {
      forgetConfig()
      forgetBlocks()
      lookUps.stop()
      await pool.stop(signal)
      await pacer.save()
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

/** Those for whom there is no room now go back untried. A route that sends nothing anywhere is not paced. */
function paced(request: DeliveryRequest, pace: Pace, report: ReportOutcomes): DeliveryRequest {
  if (!isOutgoing(request.route)) return request
  const surplus = request.recipients.slice(pace.recipients)
  report(surplus.map(({ number }) => ({ recipient: number, host: null, sessionId: null, kind: 'released' })))
  return { ...request, recipients: request.recipients.slice(0, pace.recipients), pace }
}

function isOutgoing({ kind }: Route): boolean {
  return kind === 'smarthost' || kind === 'mx' || kind === 'lmtp'
}

function captured(recipient: number): RecipientOutcome {
  const reply = { code: null, enhanced: '2.0.0', text: 'Kept by the capture route; not sent anywhere.' }
  return { recipient, host: null, sessionId: null, kind: 'captured', reply }
}

function failed(recipient: number, error: unknown): RecipientOutcome {
  const reply = localReply('4.3.0', `Delivery failed inside Mailroom: ${String(error)}`)
  return { recipient, host: null, sessionId: null, kind: 'deferred', reply }
}
