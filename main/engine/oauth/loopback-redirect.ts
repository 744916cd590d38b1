/**
 * Where the browser comes back to after a sign-in (RFC 8252 §7.3): a server on 127.0.0.1 that takes one request on a port
 * of its own and is gone. Whoever does not know the state gets nothing from it, and the page runs no script.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LoopbackRedirect {
  /** "http://127.0.0.1:49152/" */
  readonly address: string
  /** The whole address that the browser came with. Rejects with the reason of the signal. */
  readonly arrived: Promise<URL>
  close(): void
}

/**
 * `state` is what the redirect must bring along; other requests are refused and change nothing. Rejects with the reason of
 * a signal that is aborted by then: its event is over, and nobody would close the server.
 */
export async function openLoopbackRedirect(
  redirectHost: '127.0.0.1' | 'localhost',
  state: string,
  signal: AbortSignal,
): Promise<LoopbackRedirect> {
  let arrive: (url: URL) => void = () => {}
  let fail: (reason: unknown) => void = () => {}
  const arrived = new Promise<URL>((resolve, reject) => {
    arrive = resolve
    fail = reject
  })
  // Whoever gives up early does not wait for it.
  arrived.catch(() => undefined)
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 32_768 })
  signal.throwIfAborted()
  await listen(server)
  if (signal.aborted) {
    server.close()
    throw signal.reason
  }
  const { port } = server.address() as AddressInfo
  const host = `${redirectHost}:${port}`
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  server.on('request', (request, response) => {
    const url = readRequest(request, host)
    if (url === null || url.searchParams.get('state') !== state)
      return answer(response, url === null ? 404 : 400, STRANGER)
    answer(response, 200, url.searchParams.has('error') ? DECLINED : DONE)
    response.on('close', close)
    arrive(url)
  })
  signal.addEventListener('abort', () => {
    close()
    fail(signal.reason)
  })
  return { address: `http://${host}/`, arrived, close }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve())
  })
}

/** null for anything but GET / of this very host (DNS rebinding). */
function readRequest({ method, url = '', headers }: IncomingMessage, host: string): URL | null {
  if (method !== 'GET' || headers.host !== host) return null
  if (url !== '/' && !url.startsWith('/?')) return null
  return URL.canParse(url, `http://${host}`) ? new URL(url, `http://${host}`) : null
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  })
  response.end(page(text))
}

const DONE =
  'The provider has answered. Close this page and go back to Mailroom: it says whether the sign-in worked.'
const DECLINED = 'The sign-in was not completed. Close this page and go back to Mailroom: it says why.'
const STRANGER = 'There is nothing here.'

const STYLE =
  'body{font:1rem/1.5 system-ui;margin:4rem auto;max-width:32rem;padding:0 1rem;color-scheme:light dark}'

/** This one style, told by its hash. */
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

function page(text: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mailroom</title><style>${STYLE}</style><h1>Mailroom</h1><p>${text}</p></html>\n`
}
