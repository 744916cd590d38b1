/** "Test connection": goes as far as delivery would without sending, and says what came of it and what to do. */
import { access, constants, mkdir, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import type { MaildirRoute, MxRoute, Route, SmarthostRoute } from '../../../shared/domain/route.ts'
import type { SessionLine } from '../../../shared/domain/session.ts'
import type { TokenSource } from '../oauth/token-keeper.ts'
import type { DnsResolver, Random } from '../ports.ts'
import type { SessionLog } from '../sessions/session-log.ts'
import { hostsOf } from './circuit/circuit-board.ts'
import { isSignInRefusal } from './circuit/is-host-failure.ts'
import { describeFileError } from './describe-file-error.ts'
import { lmtpTarget } from './lmtp-route.ts'
import { createMxLookUps } from './mx-look-ups.ts'
import { openSession, type SessionEnvironment, type SessionTarget } from './open-session.ts'
import { planMx } from './plan-mx.ts'
import { SessionProblem } from './session-problem.ts'
import { smarthostTarget } from './smarthost-route.ts'

export interface RouteTestOptions {
  readonly environment: SessionEnvironment & { readonly sessions: SessionLog }
  readonly hostname: string
  readonly dns: DnsResolver
  readonly random: Random
  /** The draft's own password, else the stored one of the route of that name. */
  readonly password: () => Promise<string | null>
  /** The draft's own access tokens, else those of the route of that name. */
  readonly tokens: () => TokenSource
  /** A domain to try an MX route with. */
  readonly domain?: string
  readonly signal: AbortSignal
}

export interface RouteTestVerdict {
  readonly ok: boolean
  readonly text: string
}

/** Never rejects. Lines are redacted as in the session log, where the conversation is kept too. */
export async function testRoute(
  route: Route,
  options: RouteTestOptions,
  onLine: (line: SessionLine) => void,
): Promise<RouteTestVerdict> {
  try {
    return await tryRoute(route, options, onLine)
  } catch (error) {
    if (error instanceof SessionProblem) return { ok: false, text: advise(error) }
    return { ok: false, text: `The test failed: ${String(error)}` }
  }
}

function tryRoute(
  route: Route,
  options: RouteTestOptions,
  onLine: (line: SessionLine) => void,
): Promise<RouteTestVerdict> {
  switch (route.kind) {
    case 'smarthost':
      return trySmarthost(route, options, onLine)
    case 'lmtp':
      return converse(lmtpTarget(route, options.hostname), options, onLine)
    case 'mx':
      return tryMx(route, options, onLine)
    case 'maildir':
      return tryFolder(route)
    case 'capture':
      return Promise.resolve({
        ok: true,
        text: 'A capture route sends nothing: mail is kept here and shown.',
      })
    case 'hold':
      return Promise.resolve({
        ok: true,
        text: 'A hold route sends nothing by itself: mail waits here until you release it.',
      })
    default:
      return assertNever(route)
  }
}

/** Every host in turn: one that is only needed when another fails must not fail then. */
async function trySmarthost(
  route: SmarthostRoute,
  options: RouteTestOptions,
  onLine: (line: SessionLine) => void,
): Promise<RouteTestVerdict> {
  const verdicts: RouteTestVerdict[] = []
  for (const host of hostsOf(route)) {
    try {
      const target = await smarthostTarget(route, options.hostname, options, host)
      verdicts.push(await converse(target, options, onLine))
    } catch (error) {
      if (!(error instanceof SessionProblem)) throw error
      verdicts.push({ ok: false, text: advise(error) })
      // The next host would count the same wrong password too.
      if (isSignInRefusal(error)) break
    }
  }
  return { ok: verdicts.every(({ ok }) => ok), text: verdicts.map(({ text }) => text).join(' ') }
}

async function converse(
  target: SessionTarget,
  { environment, signal }: RouteTestOptions,
  onLine: (line: SessionLine) => void,
): Promise<RouteTestVerdict> {
  const watched = watchLines(environment.sessions, onLine, signal)
  try {
    const session = await openSession({ ...environment, sessions: watched.sessions }, target, signal)
    const ended = new Promise<void>((resolve) => session.whenGone(resolve))
    const { secure } = session.parts.wire
    session.quit()
    await ended
    return { ok: true, text: success(target, session.parts.host, secure) }
  } finally {
    await watched.done()
  }
}

function success(target: SessionTarget, host: string, secure: boolean): string {
  const signedIn = target.credentials === null ? '' : `, signed in as ${target.credentials.username}`
  const clear = secure ? ' over TLS' : ' without TLS'
  return `Connected to ${host}${clear}${signedIn}. The route works.`
}

/** Sessions opened through it are followed line by line, over their own redacted record. */
function watchLines(sessions: SessionLog, onLine: (line: SessionLine) => void, signal: AbortSignal) {
  const following: Promise<void>[] = []
  const follow = async (id: string) => {
    for await (const batch of sessions.watch(id, signal)) for (const line of batch.lines) onLine(line)
  }
  const watched: Pick<SessionLog, 'open'> = {
    open: (start) => {
      const recorder = sessions.open(start)
      following.push(follow(recorder.id))
      return recorder
    },
  }
  return { sessions: watched, done: () => Promise.allSettled(following) }
}

async function tryMx(
  route: MxRoute,
  options: RouteTestOptions,
  onLine: (line: SessionLine) => void,
): Promise<RouteTestVerdict> {
  const { domain, dns, random, environment, hostname } = options
  if (domain === undefined)
    return { ok: false, text: 'Name a domain to try: an MX route has no host of its own.' }
  const lookUps = createMxLookUps({
    ports: { clock: environment.clock, random, logger: SILENT },
    dns: () => dns,
    trusted: environment.trusted,
    own: () => ({ names: [hostname], listeners: [], addresses: () => [] }),
  })
  const plan = await planMx(lookUps, { route, domain, requireTls: false, hostname })
  if (plan.kind === 'none') return { ok: false, text: plan.reply.text }
  const failures: string[] = []
  for (const { target } of plan.hosts) {
    try {
      return await converse(target, { ...options, environment }, onLine)
    } catch (error) {
      if (!(error instanceof SessionProblem)) throw error
      failures.push(advise(error))
    }
  }
  const hint = `Many providers block outgoing connections to port ${route.port}; then use a smart host.`
  return { ok: false, text: [...failures, hint].join(' ') }
}

/** What goes wrong shows in the verdict. */
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Makes the folder where it is missing, as delivery would, and writes and removes a small file. */
async function tryFolder(route: MaildirRoute): Promise<RouteTestVerdict> {
  const probe = join(route.path, `.mailroom-test-${process.pid}`)
  try {
    await mkdir(route.path, { recursive: true, mode: 0o700 })
    await access(route.path, constants.R_OK | constants.W_OK | constants.X_OK)
    await writeFile(probe, 'Mailroom may write here.\n', { flush: true })
    await unlink(probe)
    return { ok: true, text: `Mailboxes can be written to ${route.path}.` }
  } catch (error) {
    return { ok: false, text: describeFileError(route.path, error).text }
  }
}

/** The problem, with the host's name where it spoke for itself. */
function advise({ reply, host, phase }: SessionProblem): string {
  if (reply.code === null) return reply.text
  const said = `${host ?? 'The host'} answered ${formatReply(reply)}`
  switch (phase) {
    case 'greeting':
      return `${said}. It does not want connections from this address now.`
    case 'ehlo':
      return `${said}. It does not like the EHLO name: set one that it can look up.`
    default:
      return said
  }
}
