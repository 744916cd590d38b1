/** smtp-server's server with Mailroom's connections, without its built-in certificate and its detours. */
import type { Socket } from 'node:net'
import type { SecureContext, TLSSocket } from 'node:tls'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js'
import { normalizeAddress } from './client-network.ts'
import { InboundConnection } from './inbound-connection.ts'
import type { ListenerContext } from './listener-context.ts'

/** RFC 5321 §4.5.3.2.7: a server waits at least five minutes for the next command. Also between parts of a message. */
const IDLE_TIMEOUT = 5 * 60_000

/** From the connection to the end of the handshake, where TLS comes first. */
const HANDSHAKE_TIMEOUT = 30_000

type UpgradeCallback = Parameters<SMTPServer['_upgrade']>[1]
type ProxyCallback = Parameters<SMTPServer['_handleProxy']>[1]

export class InboundServer extends SMTPServer {
  readonly #context: Omit<ListenerContext, 'sessionCount' | 'sessionCountOf'>
  readonly #byClient = new Map<string, number>()
  /** Also those that have said goodbye and wait for the client to close. */
  readonly open = new Set<InboundConnection>()
  #serial = 0

  constructor(context: Omit<ListenerContext, 'sessionCount' | 'sessionCountOf'>) {
    const listener = context.listener()
    super({
      secure: listener.tls === 'implicit',
      name: context.config().hostname,
      socketTimeout: IDLE_TIMEOUT,
      // Counts handshakes that are not through; sessions are counted when they are greeted.
      maxClients: listener.maxConnections,
      // A client that closes its side after its last command still hears the reply.
      allowHalfOpen: true,
      authOptional: true,
      disableReverseLookup: true,
      logger: false,
    })
    this.#context = context
  }

  /** Called by the constructor above: its default is a certificate whose key everybody knows. */
  override updateSecureContext(): void {
    this.secureContext ??= new Map()
  }

  /** From the next handshake on. */
  setSecureContext(context: SecureContext): void {
    this.secureContext.set('*', context)
  }

  override connect(socket: Socket | TLSSocket, options?: SMTPConnectionOptions | null): void {
    const client = normalizeAddress(options?.remoteAddress ?? socket.remoteAddress ?? '')
    const context: ListenerContext = {
      ...this.#context,
      sessionCount: () => this.connections.size,
      sessionCountOf: (address) => this.#byClient.get(address) ?? 0,
    }
    const connection = new InboundConnection(this, socket, options ?? {}, context)
    this.connections.add(connection)
    this.open.add(connection)
    this.#count(client, 1)
    connection.once('ended', () => {
      this.open.delete(connection)
      this.#count(client, -1)
    })
    connection.init()
  }

  /** There is no proxy in front, and an id of its own is all that a connection needs. */
  override _handleProxy(_socket: Socket, callback: ProxyCallback): void {
    this.#serial += 1
    callback(null, { id: String(this.#serial) })
  }

  override _upgrade(socket: Socket, callback: UpgradeCallback): void {
    this.#context.certificateReady().then(
      () => {
        if (socket.destroyed) return
        super._upgrade(socket, callback)
        this._pendingSockets.get(socket)?.setTimeout(HANDSHAKE_TIMEOUT)
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    )
  }

  override onSecure(_socket: Socket, _session: SMTPServerSession, callback: () => void): void {
    callback()
  }

  /** Of sockets without a session: a handshake that failed. It gets a session, so that somebody can see it. */
  override _onError(error: Error & { meta?: { remoteAddress?: string | undefined } }): void {
    const { needs, listener } = this.#context
    if (error.meta === undefined) {
      // A port that cannot be opened: who opens it says so, in words.
      if (!this.server.listening) return
      needs.ports.logger.error(`listener ${listener().name}: ${error.message}`)
      return
    }
    const session = needs.sessions.open({
      direction: 'inbound',
      via: listener().name,
      peerAddress: normalizeAddress(error.meta.remoteAddress ?? ''),
      peerPort: 0,
      peerName: null,
    })
    session.end('failed', `The TLS handshake failed: ${error.message}`)
  }

  #count(client: string, change: number): void {
    const count = (this.#byClient.get(client) ?? 0) + change
    if (count > 0) this.#byClient.set(client, count)
    else this.#byClient.delete(client)
  }
}
