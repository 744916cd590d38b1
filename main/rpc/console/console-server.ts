/**
 * One HTTP server for everything that is not mail: the window as a web console, its WebSocket, RPC for the command line
 * and the REST interface for other programs. On loopback unless configured otherwise; each request passes the checks of
 * check-request.ts before anything else looks at it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { hostname } from 'node:os'
import type { Duplex } from 'node:stream'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Clock, Random } from '../../engine/ports.ts'
import type { Engine } from '../../engine/running-engine.ts'
import type { RpcContext } from '../context.ts'
import { router } from '../router.ts'
import { serveWebSocket } from '../serve-web-socket.ts'
import { type Access, createAccess } from './access.ts'
import { answerJson, answerText } from './answer.ts'
import { bindServer } from './bind-server.ts'
import { checkCaller, checkHost, type Refusal, type RequestFacts } from './check-request.ts'
import { generateOpenApi } from './open-api.ts'
import { securityHeaders } from './security-headers.ts'
import { createSessionEndpoint, readCookie } from './session-endpoint.ts'
import { createStaticFiles } from './static-files.ts'

export interface ConsoleServerOptions {
  readonly engine: Engine
  readonly clock: Clock
  readonly random: Random
  readonly version: string
  /** Folder with the built window. */
  readonly windowFolder: string
  /** Whom it knows already; without it, a new token is made. */
  readonly access?: Access
  /** Milliseconds that a caller has for the head of a request, and for all of it. */
  readonly patience?: { readonly head: number; readonly whole: number }
}

export interface ConsoleServer {
  /** The plain origin: "http://127.0.0.1:8025". */
  readonly url: string
  /** The API's bearer token, for as long as the engine runs. */
  readonly token: string
  /** A link that signs a browser in, once. */
  createLink(): string
  stop(): Promise<void>
}

/** Octets of one call: a message of 64 MiB in base64, and a little. */
const LARGEST_CALL = 96 * 1024 * 1024
/** Of browsers and programs together; more is no office. */
const MOST_CONNECTIONS = 500
/** A message of 64 MiB over a slow line. */
const PATIENCE = { head: 15_000, whole: 300_000 }

export async function startConsoleServer(options: ConsoleServerOptions): Promise<ConsoleServer> {
  const { engine } = options
  const access = options.access ?? createAccess(options.clock, options.random)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_CALL })
  const patience = options.patience ?? PATIENCE
  const server = createServer({
    headersTimeout: patience.head,
    requestTimeout: patience.whole,
    connectionsCheckingInterval: Math.min(patience.head, 5_000),
  })
  server.maxConnections = MOST_CONNECTIONS
  const { host, port } = await bindServer(server, engine.config.current().console, engine.logger)
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const createLink = () => `${url}/#token=${access.createLinkToken()}`
  const cookie = `mailroom-${port}`
  /** Those that were opened with a browser's session, which end with it. */
  const signedIn = new Map<WebSocket, string>()
  const signOut = (session: string) => {
    access.signOut(session)
    for (const [socket, owner] of signedIn) if (owner === session) socket.terminate()
  }
  const answer = await createAnswer(options, access, cookie, createLink, signOut)
  server.on('request', (request, response) => void answer(request, response))
  server.on('upgrade', (request, socket, head) => upgrade(request, socket, head))

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Node listens to it no more, and an error that nobody hears ends the process.
    socket.on('error', () => socket.destroy())
    const facts = readFacts(request, access, cookie, true)
    const refusal = checkHost(facts.host, ourNames(engine)) ?? checkCaller(facts) ?? checkPath(request)
    if (refusal) {
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    const actor = facts.credential === 'cookie' ? 'console' : 'api'
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session = facts.credential === 'cookie' ? readCookie(request, cookie) : null
      if (session !== null) {
        signedIn.set(webSocket, session)
        webSocket.on('close', () => signedIn.delete(webSocket))
      }
      serveWebSocket(webSocket, { engine, actor })
    })
  }

  return { url, token: access.token, createLink, stop: () => stopServer(server, sockets) }
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>

async function createAnswer(
  options: ConsoleServerOptions,
  access: Access,
  cookie: string,
  createLink: () => string,
  signOut: (session: string) => void,
): Promise<Answer> {
  const { engine } = options
  const files = await createStaticFiles(options.windowFolder)
  const plugins = [new BodyLimitPlugin<RpcContext>({ maxBodySize: LARGEST_CALL })]
  const rest = new OpenAPIHandler<RpcContext>(router, { plugins })
  const rpc = new RPCHandler<RpcContext>(router, { plugins })
  const session = createSessionEndpoint(access, cookie, createLink, signOut)
  let openApi: Promise<unknown> | null = null

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const facts = readFacts(request, access, cookie, false)
    for (const [name, value] of Object.entries(securityHeaders())) response.setHeader(name, value)
    const badHost = checkHost(facts.host, ourNames(engine))
    if (badHost) return refuse(response, badHost)
    const path = pathOf(request)
    if (path === '/session' || path === '/session/link') return session(path, request, response, facts)
    if (path === '/api/v1/openapi.json' && request.method === 'GET') {
      openApi ??= generateOpenApi(options.version)
      return answerJson(response, 200, await openApi)
    }
    if (!path.startsWith('/api/v1/') && !path.startsWith('/rpc/')) {
      if (await files.serve(path, request, response)) return
      return answerText(response, 404, 'There is nothing at this address.')
    }
    const refusal = checkCaller(facts)
    if (refusal) return refuse(response, refusal)
    const isRest = path.startsWith('/api/v1/')
    const actor = facts.credential === 'cookie' ? 'console' : isRest ? 'api' : 'cli'
    const context = { engine, actor }
    const { matched } = isRest
      ? await rest.handle(request, response, { prefix: '/api/v1', context })
      : await rpc.handle(request, response, { prefix: '/rpc', context })
    if (!matched) answerText(response, 404, 'There is no such call. /api/v1/openapi.json lists them all.')
  }

  return async (request, response) => {
    try {
      await respond(request, response)
    } catch (error) {
      engine.logger.error('A request to the console failed.', { path: pathOf(request), error })
      if (!response.headersSent) answerText(response, 500, 'Mailroom could not answer. The log says why.')
      else response.destroy()
    }
  }
}

function readFacts(
  request: IncomingMessage,
  access: Access,
  cookie: string,
  webSocket: boolean,
): RequestFacts {
  const { host, origin } = request.headers
  return {
    method: request.method ?? 'GET',
    host,
    origin,
    site: [request.headers['sec-fetch-site']].flat()[0],
    credential: readCredential(request, access, cookie),
    webSocket,
  }
}

function readCredential(
  request: IncomingMessage,
  access: Access,
  cookie: string,
): RequestFacts['credential'] {
  const bearer = /^Bearer ([\w-]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return access.isToken(bearer) ? 'token' : 'none'
  const session = readCookie(request, cookie)
  return session !== null && access.isSignedIn(session) ? 'cookie' : 'none'
}

/** Names besides addresses and localhost under which this computer may be opened. */
function ourNames(engine: Engine): string[] {
  const { hostname: configured, console } = engine.config.current()
  const computer = hostname()
  return [configured, console.host, computer, `${computer}.local`]
}

function checkPath(request: IncomingMessage): Refusal {
  return pathOf(request) === '/rpc' ? null : { status: 403, text: 'The WebSocket is at /rpc.' }
}

function pathOf(request: IncomingMessage): string {
  const target = request.url ?? '/'
  const end = target.search(/[?#]/)
  return end < 0 ? target : target.slice(0, end)
}

function refuse(response: ServerResponse, { status, text }: NonNullable<Refusal>): void {
  answerText(response, status, text)
}

async function stopServer(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate()
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
