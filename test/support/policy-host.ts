/** The HTTPS host of an MTA-STS policy (RFC 8461 §3.3) on loopback. */
import { createServer, type Server } from 'node:https'
import { onTestFinished } from 'vitest'
import type { TestCertificate } from './test-certificate.ts'

export interface PolicyAnswer {
  readonly status?: number
  readonly type?: string
  readonly location?: string
  readonly body: string
}

export class PolicyHost {
  /** "mta-sts.far.test /.well-known/mta-sts.txt", in order. */
  readonly requests: string[] = []
  /** What it answers from now on; null: never. */
  answer: PolicyAnswer | null
  readonly #server: Server

  private constructor(answer: PolicyAnswer | null, certificate: TestCertificate) {
    this.answer = answer
    this.#server = createServer(certificate, (request, response) => {
      this.requests.push(`${request.headers.host?.replace(/:\d+$/, '')} ${request.url}`)
      if (this.answer === null) return
      const { status = 200, type = 'text/plain', location, body } = this.answer
      response
        .writeHead(status, { 'Content-Type': type, ...(location ? { Location: location } : {}) })
        .end(body)
    })
  }

  static async start(answer: PolicyAnswer | null, certificate: TestCertificate): Promise<PolicyHost> {
    const host = new PolicyHost(answer, certificate)
    await new Promise<void>((resolve) => host.#server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => host.stop())
    return host
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}

/** "version: STSv1 …" with CRLF. */
export function policyText(mode: string, mx: readonly string[], maxAge = 86_400): string {
  const lines = ['version: STSv1', `mode: ${mode}`, ...mx.map((name) => `mx: ${name}`), `max_age: ${maxAge}`]
  return lines.map((line) => `${line}\r\n`).join('')
}
