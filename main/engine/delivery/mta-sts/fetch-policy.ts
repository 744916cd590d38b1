/** A domain's policy from its policy host: HTTPS with a verified certificate, no redirects (RFC 8461 §3.3). */
import type { IncomingMessage } from 'node:http'
import { type RequestOptions, request } from 'node:https'
import { isIPv6, type LookupFunction } from 'node:net'
import type { ConnectionOptions, SecureContext } from 'node:tls'

export interface PolicyFetch {
  readonly domain: string
  /** Of the policy host. */
  readonly addresses: readonly string[]
  /** 443, but for tests. */
  readonly port: number
  readonly trusted: SecureContext
  /** For everything together; its reason is what this rejects with. */
  readonly signal: AbortSignal
}

/** Octets; RFC 8461 §3.3 suggests as many. */
const LARGEST_POLICY = 64 * 1024

/** The text of the policy. Rejects where the host cannot be reached, verified or understood. */
export function fetchPolicy({ domain, addresses, port, trusted, signal }: PolicyFetch): Promise<string> {
  const host = `mta-sts.${domain}`
  return new Promise((resolve, reject) => {
    const options: RequestOptions & ConnectionOptions = {
      host,
      port,
      path: '/.well-known/mta-sts.txt',
      secureContext: trusted,
      servername: host,
      agent: false,
      lookup: answerWith(addresses),
      signal,
    }
    const asked = request(options, (response) => {
      const refusal = refuse(host, response)
      if (refusal !== null) return void asked.destroy(new Error(refusal))
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        chunks.push(chunk)
        if (size > LARGEST_POLICY) asked.destroy(new Error(`the policy at ${host} is too large`))
      })
      response.on('error', reject)
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** Only 200 is a policy, and only as text: an error page is none. */
function refuse(host: string, { statusCode, headers }: IncomingMessage): string | null {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (statusCode !== 200) return `${host} answered ${statusCode}`
  return type === 'text/plain' ? null : `${host} answered with ${type}, not with text/plain`
}

function answerWith(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (_host, options, callback) => {
    const [first] = all
    if (!first) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '')
    if (options.all) return callback(null, all)
    callback(null, first.address, first.family)
  }
}
