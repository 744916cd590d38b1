/**
 * Signing a browser in: the page takes the one-time token out of its address (#token=…, which never leaves the browser
 * by itself), posts it here, and gets a cookie that scripts cannot read.
 *
 *   GET    /session        204 signed in, 401 not
 *   POST   /session        {"token": "…"} → 204 and the cookie
 *   DELETE /session        signs out
 *   POST   /session/link   with the API's token → {"url": "http://…/#token=…"}, a fresh one-time link
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Access } from './access.ts'
import { answerJson, answerText } from './answer.ts'
import { checkCaller, type RequestFacts } from './check-request.ts'

const LARGEST_BODY = 4_096
const signInSchema = z.strictObject({ token: z.string().min(1).max(200) })

type SessionEndpoint = (
  path: '/session' | '/session/link',
  request: IncomingMessage,
  response: ServerResponse,
  facts: RequestFacts,
) => Promise<void>

export function createSessionEndpoint(
  access: Access,
  cookie: string,
  createLink: () => string,
  signOut: (session: string) => void,
): SessionEndpoint {
  return async (path, request, response, facts) => {
    // Whoever signs in shows who they are by what they send: here only the origin is checked.
    const signsIn = path === '/session' && request.method === 'POST'
    const refusal = checkCaller(signsIn ? { ...facts, credential: 'token' } : facts)
    if (refusal) return answerText(response, refusal.status, refusal.text)
    if (path === '/session/link') return answerLink(request, response, facts, createLink)
    switch (request.method) {
      case 'GET':
        return empty(response)
      case 'DELETE':
        signOut(readCookie(request, cookie) ?? '')
        response.setHeader('set-cookie', `${cookie}=; Max-Age=0; HttpOnly; SameSite=Strict; Path=/`)
        return empty(response)
      case 'POST':
        return signIn(request, response, access, cookie)
      default:
        response.setHeader('allow', 'GET, POST, DELETE')
        return answerText(response, 405, 'Sign in with POST.')
    }
  }
}

async function signIn(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  cookie: string,
): Promise<void> {
  // A form of a stranger's page can post text, but not this type.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return answerText(response, 415, 'Send JSON.')
  const body = signInSchema.safeParse(await readJson(request))
  if (!body.success) return answerText(response, 400, 'Send {"token": "…"}.')
  const session = access.signIn(body.data.token)
  if (session === null)
    return answerText(
      response,
      401,
      'This link was used already, or is too old. "mailroom console" prints a new one.',
    )
  // Only a page over TLS keeps such a cookie; the browser says in Origin whether this one is. A name with __Host- would
  // ask for TLS at a plain loopback address too.
  const secure = request.headers.origin?.startsWith('https://') ? '; Secure' : ''
  response.setHeader('set-cookie', `${cookie}=${session}; HttpOnly; SameSite=Strict; Path=/${secure}`)
  empty(response)
}

function answerLink(
  request: IncomingMessage,
  response: ServerResponse,
  facts: RequestFacts,
  createLink: () => string,
): void {
  if (request.method !== 'POST') answerText(response, 405, 'Ask for a link with POST.')
  else if (facts.credential !== 'token') answerText(response, 403, 'Only the command line makes links.')
  else answerJson(response, 200, { url: createLink() })
}

/** The body as JSON; undefined where it is none or too long. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let octets = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    octets += chunk.length
    if (octets > LARGEST_BODY) return undefined
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}

function empty(response: ServerResponse): void {
  response.writeHead(204).end()
}

export function readCookie(request: IncomingMessage, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value) return value
  }
  return null
}
