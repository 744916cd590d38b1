/** From a host name to a session that can carry mail: look-up, TCP, greeting, EHLO, STARTTLS, AUTH. */
import { isIP, type Socket } from 'node:net'
import type { SecureContext, TLSSocket } from 'node:tls'
import type { Reply } from '../../../shared/domain/reply.ts'
import type { TlsPolicy } from '../../../shared/domain/route.ts'
import type { Clock, DnsResolver } from '../ports.ts'
import type { SessionLog, SessionRecorder } from '../sessions/session-log.ts'
import { ofSameFamily } from './arrange-addresses.ts'
import { authenticate, type Credentials } from './authenticate.ts'
import type { Phase } from './classify-reply.ts'
import { connectSocket } from './connect-socket.ts'
import { type DaneDemand, matchCertificate } from './dane/match-certificate.ts'
import { presentedCertificate } from './dane/presented-certificate.ts'
import { describeError, describeNonsense, errorFacts } from './describe-error.ts'
import { parseReply } from './parse-reply.ts'
import { resolveHost } from './resolve-host.ts'
import { localReply, SessionProblem } from './session-problem.ts'
import { CLOSED, SmtpSession } from './smtp-session.ts'
import type { SmtpTimeouts } from './smtp-timeouts.ts'
import { tlsOptions } from './tls-options.ts'
import { WireConnection, type WireTap } from './wire-connection.ts'

/** What is the same for every session. */
export interface SessionEnvironment {
  readonly clock: Clock
  readonly sessions: Pick<SessionLog, 'open'>
  /** The configured DNS servers; null where none are configured and the system is asked. */
  readonly configuredDns: () => DnsResolver | null
  readonly timeouts: SmtpTimeouts
  /** Roots that certificates are verified against. */
  readonly trusted: () => SecureContext
}

/** Where to and how. */
export interface SessionTarget {
  /** Route name, for the session log. */
  readonly via: string
  /** Name that TLS verifies, or an address. */
  readonly host: string
  /** Already looked up; null to look host up. */
  readonly addresses: readonly string[] | null
  readonly port: number
  readonly lmtp: boolean
  readonly tls: TlsPolicy
  readonly implicitTls: boolean
  readonly ehloName: string
  readonly credentials: Credentials | null
  /** Local address to connect from; it limits to its own family. */
  readonly sourceAddress?: string | undefined
  /** What the certificate must match in place of being verified (RFC 7672). */
  readonly dane?: DaneDemand | null
  /** Who demands TLS beyond the route, for the words of a failure. */
  readonly demandedBy?: string | null
  /** For the session log, ahead of the conversation. */
  readonly remarks?: readonly string[]
}

/**
 * Rejects with a SessionProblem. Opportunistic TLS that fails in the handshake is given up for a second connection in
 * the clear; not so where a password would go over it.
 */
export async function openSession(
  environment: SessionEnvironment,
  target: SessionTarget,
  signal: AbortSignal,
): Promise<SmtpSession> {
  try {
    return await openOnce(environment, target, signal)
  } catch (problem) {
    const mayFallBack =
      target.tls === 'opportunistic' && !target.implicitTls && target.credentials === null && !signal.aborted
    if (!mayFallBack || !(problem instanceof SessionProblem) || problem.phase !== 'tls') throw problem
    return await openOnce(environment, { ...target, tls: 'never' }, signal, problem.reply.text)
  }
}

async function openOnce(
  environment: SessionEnvironment,
  target: SessionTarget,
  signal: AbortSignal,
  remark?: string,
): Promise<SmtpSession> {
  const { clock, timeouts, sessions } = environment
  const peer = `${target.host}:${target.port}`
  const socket = await reach(environment, target, signal)
  const address = socket.remoteAddress ?? ''
  let endWire = () => void socket.destroy()
  const named = isIP(target.host) === 0
  const recorder = sessions.open({
    direction: 'outbound',
    via: target.via,
    peerAddress: address,
    peerPort: target.port,
    peerName: named ? target.host : null,
    // The attempt fails like one whose connection broke: it is tried again.
    disconnect: () => endWire(),
  })
  if (remark !== undefined) recorder.note(`${remark} Trying again without TLS.`)
  for (const text of target.remarks ?? []) recorder.note(text)
  const host = named ? `${target.host} [${address}]` : `[${address}]`
  const dane = new DaneCheck(target.dane ?? null, clock)
  const wire = createWire(environment, target, socket, recorder, dane)
  endWire = () => {
    wire.socket?.destroy()
    wire.close()
  }
  await setUp(wire, target, { host, peer, recorder, signal, dane })
  if (wire.secure && dane.matched !== null)
    recorder.note(`The certificate matches the TLSA record ${dane.matched}.`)
  const parts = { wire, recorder, host, peer, lmtp: target.lmtp, openedAt: clock.now(), timeouts }
  return new SmtpSession({ ...parts, matchedByDane: dane.matched !== null })
}

/** The certificate of one connection against TLSA records, as soon as TLS is up. */
class DaneCheck {
  /** "3 1 1"; null where there is nothing to match, or nothing matched. */
  matched: string | null = null
  readonly #demand: DaneDemand | null
  readonly #clock: Clock

  constructor(demand: DaneDemand | null, clock: Clock) {
    this.#demand = demand
    this.#clock = clock
  }

  /** Does what is demanded hold? */
  get holds(): boolean {
    return this.#demand === null || this.matched !== null
  }

  look(socket: TLSSocket): void {
    const presented = this.#demand && presentedCertificate(socket)
    this.matched =
      presented && this.#demand ? matchCertificate(presented, this.#demand, this.#clock.now()) : null
  }
}

async function reach(
  { clock, configuredDns, timeouts }: SessionEnvironment,
  { host, port, addresses: known, sourceAddress }: SessionTarget,
  signal: AbortSignal,
): Promise<Socket> {
  const peer = `${host}:${port}`
  const label = isIP(host) === 0 ? host : `[${host}]`
  let phase: Phase = 'resolve'
  try {
    const all = known ?? (await resolveHost(host, configuredDns()))
    phase = 'connect'
    const addresses = sourceAddress === undefined ? all : ofSameFamily(all, sourceAddress)
    if (addresses.length === 0) throw new SessionProblem(phase, otherFamily(host, sourceAddress), label)
    const timeout = timeouts.connect
    return await connectSocket({ addresses, port, timeout, clock, signal, localAddress: sourceAddress })
  } catch (error) {
    if (error instanceof SessionProblem) throw error
    if (sourceAddress !== undefined && errorFacts(error).code === 'EADDRNOTAVAIL')
      throw new SessionProblem(phase, notOurAddress(sourceAddress), label, error)
    throw new SessionProblem(phase, describeError(phase, peer, errorFacts(error)), label, error)
  }
}

function otherFamily(host: string, sourceAddress = ''): Reply {
  return localReply(
    '4.4.4',
    `${host} has no address that can be reached from ${sourceAddress}, the source address of the route.`,
  )
}

function notOurAddress(sourceAddress: string): Reply {
  return localReply(
    '4.4.4',
    `This computer does not have the address ${sourceAddress} from which the route connects. Change the route's source address.`,
  )
}

function createWire(
  { clock, timeouts, trusted }: SessionEnvironment,
  target: SessionTarget,
  socket: Socket,
  recorder: SessionRecorder,
  dane: DaneCheck,
): WireConnection {
  const options = {
    ...tlsOptions(target.tls, target.implicitTls, trusted),
    connection: socket,
    host: target.host,
    port: target.port,
    lmtp: target.lmtp,
    name: target.ehloName,
    greetingTimeout: timeouts.greeting,
    // Nodemailer bounds the whole set-up with it, greeting and STARTTLS included; the TCP connection is there already.
    connectionTimeout: 2 * timeouts.greeting,
    socketTimeout: timeouts.greeting,
  }
  const tap: WireTap = {
    client: (line) => recorder.client(line),
    server: (line) => recorder.server(line),
    secured: (secured) => {
      dane.look(secured as TLSSocket)
      recorder.tls(tlsInfo(secured as TLSSocket, dane.matched !== null))
    },
  }
  return new WireConnection(options, tap, clock)
}

interface SetUp {
  readonly host: string
  readonly peer: string
  readonly recorder: SessionRecorder
  readonly signal: AbortSignal
  readonly dane: DaneCheck
}

/** The wire is closed and its session ended where this rejects. */
async function setUp(
  wire: WireConnection,
  target: SessionTarget,
  { host, peer, recorder, signal, dane }: SetUp,
): Promise<void> {
  const { credentials } = target
  const onAbort = () => wire.close()
  signal.addEventListener('abort', onAbort, { once: true })
  const broken = whenBroken(wire)
  try {
    await Promise.race([connected(wire), broken])
    // Nothing but EHLO has gone out by now.
    if (!dane.holds) throw new SessionProblem('tls', noDaneMatch(target.host), host)
    if (credentials === null) return
    await Promise.race([authenticate(wire, credentials, host, peer), broken])
    recorder.account(credentials.username)
  } catch (error) {
    const problem = withoutSecrets(
      error instanceof SessionProblem
        ? error
        : new SessionProblem(wire.setupPhase, describeFailure(wire, peer, target, error), host, error),
      recorder,
    )
    wire.close()
    recorder.end(problem.reply.code === null ? 'failed' : 'refused', problem.reply.text)
    throw problem
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** There are hosts that quote the sign-in that they refuse; their words go into the queue, the status and reports. */
function withoutSecrets(problem: SessionProblem, recorder: SessionRecorder): SessionProblem {
  const text = recorder.redact(problem.reply.text)
  if (text === problem.reply.text) return problem
  // Without the cause, which has the words as they came.
  return new SessionProblem(problem.phase, { ...problem.reply, text }, problem.host)
}

/** Rejects when the connection fails or ends; nobody needs to listen. */
function whenBroken(wire: WireConnection): Promise<never> {
  const broken = new Promise<never>((_resolve, reject) => {
    wire.on('error', reject)
    wire.once('end', () => reject(CLOSED))
  })
  broken.catch(() => undefined)
  return broken
}

function connected(wire: WireConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    wire.connect((error) => (error ? reject(error) : resolve()))
  })
}

function noDaneMatch(host: string): Reply {
  return localReply(
    '4.7.5',
    `The certificate of ${host} does not match its TLSA records (DANE), so nothing is sent there. Its operator must bring certificate and DNS together, or somebody else answers in its place.`,
  )
}

function describeFailure(
  wire: WireConnection,
  peer: string,
  { tls, demandedBy }: SessionTarget,
  error: unknown,
): Reply {
  const phase = wire.setupPhase
  const { response } = error as { response?: string }
  if (response === undefined) {
    const reply = describeError(phase, peer, errorFacts(error))
    const demand =
      demandedBy && phase === 'tls' ? ` It is not sent in the clear: ${demandedBy} demands TLS.` : ''
    return { ...reply, text: `${reply.text}${demand}` }
  }
  const reply = parseReply(response)
  if (reply.code === null) return describeNonsense(phase, peer, reply.text)
  if (phase === 'starttls' && tls.startsWith('required'))
    return localReply(
      '4.7.4',
      `${peer} does not start TLS, and ${demandedBy ?? 'the route'} requires it. It answered: ${reply.code} ${reply.text}`,
    )
  return reply
}

function tlsInfo(socket: TLSSocket, matchedByDane: boolean) {
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher()?.standardName ?? socket.getCipher()?.name ?? 'unknown',
    verified: socket.authorized || matchedByDane,
  }
}
