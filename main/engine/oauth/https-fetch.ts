/**
 * The requests to a provider: HTTPS with a certificate that verifies against the same roots as mail does, always. In the
 * clear only on loopback, for tests. No redirects, bounded answers. Node's own fetch takes no further roots.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import type { SecureContext } from 'node:tls'
import type { CustomFetch, CustomFetchOptions } from 'openid-client'
import { describeError, errorFacts } from '../delivery/describe-error.ts'
import { isLoopback } from './is-loopback.ts'
import { SignInFailure } from './sign-in-failure.ts'

/** Octets; documents and tokens have a few thousand. */
const MOST_CONTENT = 1024 * 1024

export function createHttpsFetch(trusted: () => SecureContext): CustomFetch {
  return async (address, options) => {
    const url = new URL(address)
    try {
      return await send(url, options, trusted)
    } catch (error) {
      if (error instanceof SignInFailure || options.signal?.aborted) throw error
      throw unreachable(url, error)
    }
  }
}

function send(url: URL, options: CustomFetchOptions, trusted: () => SecureContext): Promise<Response> {
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    throw new SignInFailure(
      'settings',
      `The provider names an address without TLS, ${url.origin}, and tokens never travel without it. Correct the issuer.`,
    )
  return new Promise((resolve, reject) => {
    const common = {
      method: options.method,
      headers: options.headers,
      ...(options.signal ? { signal: options.signal } : {}),
    }
    const onResponse = (message: IncomingMessage) => read(message).then(resolve, reject)
    const request =
      url.protocol === 'http:'
        ? httpRequest(url, { ...common, agent: false }, onResponse)
        : httpsRequest(
            url,
            {
              ...common,
              agent: new Agent({ secureContext: trusted(), rejectUnauthorized: true, keepAlive: false }),
            },
            onResponse,
          )
    request.on('error', reject)
    request.end(bodyText(options.body))
  })
}

/** openid-client sends forms and nothing else. */
function bodyText(body: CustomFetchOptions['body']): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString()
  throw new TypeError('a request to a provider has a form or nothing as its body')
}

async function read(message: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_CONTENT) {
      message.destroy()
      throw new Error('its answer is too long')
    }
    chunks.push(chunk)
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headersDistinct))
    for (const one of value ?? []) headers.append(name, one)
  const status = message.statusCode ?? 500
  return new Response(mayHaveBody(status) ? Buffer.concat(chunks) : null, { status, headers })
}

function mayHaveBody(status: number): boolean {
  return status !== 204 && status !== 205 && status !== 304
}

function unreachable(url: URL, cause: unknown): SignInFailure {
  const facts = errorFacts(cause)
  const phase = facts.code === 'ENOTFOUND' || facts.code?.startsWith('EAI_') ? 'resolve' : 'connect'
  const peer = `${url.hostname}:${url.port || '443'}`
  const text =
    facts.code === 'ERR_TLS_CERT_ALTNAME_INVALID'
      ? `The certificate that ${peer} shows is not for that name, so it is not asked: something stands between, or the address is wrong.`
      : describeError(phase, peer, facts).text
  return new SignInFailure('unreachable', text, { cause })
}
