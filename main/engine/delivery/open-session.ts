/** From a host name to a session that can carry mail: look-up, TCP, greeting, EHLO, STARTTLS, AUTH. */
import { isIP, type Socket } from 'node:net'
import type { SecureContext, TLSSocket } from 'node:tls'
import type { Reply } from '../../../shared/domain/reply.ts'
import type { TlsPolicy } from '../../../shared/domain/route.ts'
import type { Clock, DnsResolver } from '../ports.ts'
import type { SessionLog, SessionRecorder } from '../sessions/session-log.ts'
import { authenticate, type Credentials } from './authenticate.ts'
import type { Phase } from './classify-reply.ts'
import { connectSocket } from './connect-socket.ts'
import { describeError, errorFacts } from './describe-error.ts'
import { parseReply } from './parse-reply.ts'
import { resolveHost } from './resolve-host.ts'
import { localReply, SessionProblem } from './session-problem.ts'
import { CLOSED, SmtpSession } from './smtp-session.ts'
import type { SmtpTimeouts } from './smtp-timeouts.ts'
import { tlsOptions } from './tls-options.ts'
import { WireConnection } from './wire-connection.ts'

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
  const named = isIP(target.host) === 0
  const recorder = sessions.open({
    direction: 'outbound',
    via: target.via,
    peerAddress: address,
    peerPort: target.port,
    peerName: named ? target.host : null,
  })
  if (remark !== undefined) recorder.note(`${remark} Trying again without TLS.`)
  const host = named ? `${target.host} [${address}]` : `[${address}]`
  const wire = createWire(environment, target, socket, recorder)
  await setUp(wire, target, { host, peer, recorder, signal })
  return new SmtpSession({ wire, recorder, host, peer, lmtp: target.lmtp, openedAt: clock.now(), timeouts })
}

async function reach(
  { clock, configuredDns, timeouts }: SessionEnvironment,
  { host, port, addresses: known }: SessionTarget,
  signal: AbortSignal,
): Promise<Socket> {
  const peer = `${host}:${port}`
  const label = isIP(host) === 0 ? host : `[${host}]`
  let phase: Phase = 'resolve'
  try {
    const addresses = known ?? (await resolveHost(host, configuredDns()))
    phase = 'connect'
    return await connectSocket({ addresses, port, timeout: timeouts.connect, clock, signal })
  } catch (error) {
    throw new SessionProblem(phase, describeError(phase, peer, errorFacts(error)), label, error)
  }
}

function createWire(
  { timeouts, trusted }: SessionEnvironment,
  target: SessionTarget,
  socket: Socket,
  recorder: SessionRecorder,
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
  return new WireConnection(options, {
    client: (line) => recorder.client(line),
    server: (line) => recorder.server(line),
    secured: (secured) => recorder.tls(tlsInfo(secured as TLSSocket)),
  })
}

interface SetUp {
  readonly host: string
  readonly peer: string
  readonly recorder: SessionRecorder
  readonly signal: AbortSignal
}

/** The wire is closed and its session ended where this rejects. */
async function setUp(
  wire: WireConnection,
  { credentials, tls }: SessionTarget,
  { host, peer, recorder, signal }: SetUp,
): Promise<void> {
  const onAbort = () => wire.close()
  signal.addEventListener('abort', onAbort, { once: true })
  const broken = whenBroken(wire)
  try {
    await Promise.race([connected(wire), broken])
    if (credentials === null) return
    await Promise.race([authenticate(wire, credentials, host, peer), broken])
    recorder.account(credentials.username)
  } catch (error) {
    const problem =
      error instanceof SessionProblem
        ? error
        : new SessionProblem(wire.setupPhase, describeFailure(wire, peer, tls, error), host, error)
    wire.close()
    recorder.end(problem.reply.code === null ? 'failed' : 'refused', problem.reply.text)
    throw problem
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
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

function describeFailure(wire: WireConnection, peer: string, tls: TlsPolicy, error: unknown): Reply {
  const phase = wire.setupPhase
  const { response } = error as { response?: string }
  if (response === undefined) return describeError(phase, peer, errorFacts(error))
  const reply = parseReply(response)
  if (phase === 'starttls' && tls.startsWith('required'))
    return localReply(
      '4.7.4',
      `${peer} does not start TLS, and the route requires it. It answered: ${reply.code} ${reply.text}`,
    )
  return reply
}

function tlsInfo(socket: TLSSocket) {
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher()?.standardName ?? socket.getCipher()?.name ?? 'unknown',
    verified: socket.authorized,
  }
}
