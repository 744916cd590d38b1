/** An SMTP server over TLS that takes nobody without a token, by XOAUTH2 or OAUTHBEARER (RFC 7628). */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { TestCertificate } from './test-certificate.ts'

export interface TokenServerOptions {
  readonly certificate: TestCertificate
  readonly mechanism: 'XOAUTH2' | 'OAUTHBEARER'
  /** Is this token good for this user? */
  readonly check: (user: string, token: string) => Promise<boolean>
}

export class TokenSmtpServer {
  readonly messages: string[] = []
  /** "user token" of each sign-in that was tried, and what came of it. */
  readonly signIns: { user: string; token: string; accepted: boolean }[] = []
  /** Lines after a refusal: what the client answers the challenge with. */
  readonly answers: string[] = []
  connections = 0
  readonly #options: TokenServerOptions
  readonly #server: Server
  readonly #open = new Set<TLSSocket>()

  private constructor(options: TokenServerOptions) {
    this.#options = options
    this.#server = createServer({ ...options.certificate }, (socket) => {
      this.connections += 1
      this.#open.add(socket)
      socket.on('close', () => this.#open.delete(socket))
      socket.on('error', () => undefined)
      this.#converse(socket).catch(() => socket.destroy())
    })
  }

  static async start(options: TokenServerOptions): Promise<TokenSmtpServer> {
    const server = new TokenSmtpServer(options)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    onTestFinished(async () => {
      server.dropAll()
      await new Promise((resolve) => server.#server.close(resolve))
    })
    return server
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Whoever is signed in has to do so again. */
  dropAll(): void {
    for (const socket of this.#open) socket.destroy()
  }

  async #converse(socket: TLSSocket): Promise<void> {
    const say = (line: string) => socket.write(`${line}\r\n`)
    let state: 'new' | 'refused' | 'in' = 'new'
    let content: string[] | null = null
    say('220 mail.provider.test ESMTP')
    for await (const line of linesOf(socket)) {
      if (content !== null) {
        if (line !== '.') content.push(line)
        else {
          this.messages.push(content.join('\r\n'))
          content = null
          say('250 2.0.0 Queued')
        }
      } else if (state === 'refused') {
        this.answers.push(line)
        state = 'new'
        say('535 5.7.8 Token not accepted')
      } else if (/^EHLO/i.test(line)) say(`250-mail.provider.test\r\n250 AUTH ${this.#options.mechanism}`)
      else if (/^AUTH /i.test(line)) {
        const accepted = await this.#signIn(line)
        state = accepted ? 'in' : 'refused'
        say(
          accepted
            ? '235 2.7.0 Accepted'
            : `334 ${btoa('{"status":"401","schemes":"bearer","scope":"smtp"}')}`,
        )
      } else if (/^QUIT/i.test(line)) {
        say('221 2.0.0 Bye')
        socket.end()
      } else if (state !== 'in') say('530 5.7.0 Authentication required')
      else if (/^DATA/i.test(line)) {
        content = []
        say('354 Go ahead')
      } else say('250 2.0.0 Ok')
    }
  }

  async #signIn(line: string): Promise<boolean> {
    const { mechanism, check } = this.#options
    const [, , response = ''] = line.split(' ')
    const text = Buffer.from(response, 'base64').toString()
    const parts = text.split(SEPARATOR)
    const token = parts.find((part) => part.startsWith('auth=Bearer '))?.slice(12) ?? ''
    const user = (mechanism === 'XOAUTH2' ? /^user=(.+)$/ : /^n,a=([^,]+),$/).exec(parts[0] ?? '')?.[1] ?? ''
    const ends = text.endsWith(SEPARATOR + SEPARATOR) && user !== ''
    const accepted = ends && token !== '' && (await check(user, token))
    this.signIns.push({ user, token, accepted })
    return accepted
  }
}

const SEPARATOR = '\u0001'

async function* linesOf(socket: TLSSocket): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of socket) {
    rest += String(chunk)
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      yield rest.slice(0, end)
      rest = rest.slice(end + 2)
    }
  }
}
