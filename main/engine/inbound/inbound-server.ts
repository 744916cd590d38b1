/** smtp-server's server with Mailroom's connections, without its built-in certificate and its detours. */
import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js'
import type { TlsContexts } from './certificate/tls-contexts.ts'
import { normalizeAddress } from './client-network.ts'
import { endOnHangUp } from './handshake-hang-up.ts'
import { InboundConnection } from './inbound-connection.ts'
import { knownClient } from './known-client.ts'
import { clientKey } from './limits/rate-limits.ts'
import { type ListenerContext, NO_OLD_TLS, type TlsServer } from './listener-context.ts'
import { isShortOfRoom } from './patience.ts'
import { because } from './reply.ts'
import { tlsProblem } from './tls-problem.ts'

/** RFC 5321 §4.5.3.2.7: a server waits at least five minutes for the next command. Also between parts of a message. */
const IDLE_TIMEOUT = 5 * 60_000

/** From the connection to the end of the handshake, where TLS comes first. */
const HANDSHAKE_TIMEOUT = 30_000

/** Milliseconds between two looks at who dawdles. */
const LOOK_EVERY = 2_000

/** Milliseconds that a blocked client has to hear why, and to close. */
const LAST_WORD_WITHIN = 5_000

type UpgradeCallback = Parameters<SMTPServer['_upgrade']>[1]
type ProxyCallback = Parameters<SMTPServer['_handleProxy']>[1]

/** What a server needs from outside; the rest of the context it has itself. */
export type ServerContext = Omit<ListenerContext, 'sessionCount' | 'sessionCountOf' | 'tlsServer'>

export class InboundServer extends SMTPServer {
  readonly #context: ServerContext
  readonly #byClient = new Map<string, number>()
  /** Also those that have said goodbye and wait for the client to close. */
  readonly open = new Set<InboundConnection>()
  #serial = 0
  #looksLater = false
  /** This server, but with old TLS; null where the TLS library has none. */
  #oldTls: SMTPServer | null = null

  constructor(context: ServerContext) {
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
  setTls({ modern, old }: TlsContexts): void {
    this.secureContext.set('*', modern)
    this.#oldTls = old === null ? null : this.#withContext(old)
  }

  /** smtp-server looks for the certificate in the server: old devices find another one in the same server. */
  #withContext(context: SecureContext): SMTPServer {
    const likewise: SMTPServer = Object.create(this)
    likewise.secureContext = new Map([['*', context]])
    return likewise
  }

  #tlsServer(client: string): TlsServer {
    const { config, listener } = this.#context
    const { tolerates } = knownClient(config().networks, listener(), client)
    if (!tolerates.has('old-tls')) return { server: this, oldTlsLacks: false }
    return { server: this.#oldTls ?? this, oldTlsLacks: this.#oldTls === null }
  }

  override connect(socket: Socket | TLSSocket, options?: SMTPConnectionOptions | null): void {
    const client = normalizeAddress(options?.remoteAddress ?? socket.remoteAddress ?? '')
    const context: ListenerContext = {
      ...this.#context,
      sessionCount: () => this.connections.size,
      sessionCountOf: (address) => this.#byClient.get(clientKey(address)) ?? 0,
      tlsServer: () => this.#tlsServer(client),
    }
    const connection = new InboundConnection(this, socket, options ?? {}, context)
    this.connections.add(connection)
    this.open.add(connection)
    this.#count(client, 1)
    this.#hurryLater()
    connection.once('ended', () => {
      this.open.delete(connection)
      this.#count(client, -1)
    })
    connection.init()
  }

  /** As long as somebody is connected. */
  #hurryLater(): void {
    if (this.#looksLater || this.open.size === 0) return
    this.#looksLater = true
    const { needs, listener } = this.#context
    needs.ports.clock.after(LOOK_EVERY, () => {
      this.#looksLater = false
      const shortOfRoom = isShortOfRoom(this.connections.size, listener().maxConnections)
      for (const connection of [...this.open]) connection.hurry(LOOK_EVERY, shortOfRoom)
      this.#hurryLater()
    })
  }

  /**
   * There is no proxy in front, and an id of its own is all that a connection needs. It is also the first that is
   * called for a connection: a blocked client gets no further.
   */
  override _handleProxy(socket: Socket, callback: ProxyCallback): void {
    if (this.#refusedAtTheDoor(socket)) {
      callback(new Error('The client is blocked.'))
      return
    }
    this.#serial += 1
    callback(null, { id: String(this.#serial) })
  }

  /**
   * 554 in place of a greeting (RFC 5321 §3.1), then the end: waiting for its QUIT, as the RFC has it, would let a
   * client that hammers hold as many sockets as it likes. Where TLS comes first there is nothing to be said.
   */
  #refusedAtTheDoor(socket: Socket): boolean {
    const { blocked, config, listener, refusals } = this.#context
    const { blockedClients, networks, hostname } = config()
    if (blockedClients.length === 0) return false
    const client = normalizeAddress(socket.remoteAddress ?? '')
    const block = blocked.find(blockedClients, client)
    if (!block) return false
    const secure = listener().tls === 'implicit'
    const reply = secure ? null : `554 5.7.1 ${hostname} takes no mail from your address`
    refusals.note(
      {
        direction: 'inbound',
        via: listener().name,
        peerAddress: client,
        peerPort: socket.remotePort ?? 0,
        peerName: null,
        network: knownClient(networks, listener(), client).network?.name ?? null,
      },
      reply,
      because('blocked', block.client),
    )
    socket.on('error', () => socket.destroy())
    if (reply === null) socket.destroy()
    else {
      socket.setTimeout(LAST_WORD_WITHIN, () => socket.destroy())
      socket.resume()
      socket.end(`${reply}\r\n`)
    }
    return true
  }

  override _upgrade(socket: Socket, callback: UpgradeCallback): void {
    this.#context.certificateReady().then(
      () => {
        if (socket.destroyed) return
        const { server } = this.#tlsServer(normalizeAddress(socket.remoteAddress ?? ''))
        super._upgrade.call(server, socket, callback)
        const secured = this._pendingSockets.get(socket)
        if (!(secured instanceof TLSSocket)) return
        this.#boundHandshake(secured)
        endOnHangUp(secured)
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    )
  }

  /** In all, whatever trickles in meanwhile. */
  #boundHandshake(socket: TLSSocket): void {
    const cancel = this.#context.needs.ports.clock.after(HANDSHAKE_TIMEOUT, () =>
      socket.destroy(new Error('the client did not finish it within 30 seconds')),
    )
    socket.once('secure', cancel)
    socket.once('close', cancel)
  }

  override onSecure(_socket: Socket, _session: SMTPServerSession, callback: () => void): void {
    callback()
  }

  /** Of sockets without a session: a handshake that failed. It gets a session, so that somebody can see it. */
  override _onError(
    error: Error & { meta?: { remoteAddress?: string | undefined; message?: string | undefined } },
  ): void {
    const { needs, listener } = this.#context
    if (error.meta === undefined) {
      // A port that cannot be opened: who opens it says so, in words.
      if (!this.server.listening) return
      needs.ports.logger.error(`listener ${listener().name}: ${error.message}`)
      return
    }
    const client = normalizeAddress(error.meta.remoteAddress ?? '')
    const session = needs.sessions.open({
      direction: 'inbound',
      via: listener().name,
      peerAddress: client,
      peerPort: 0,
      peerName: null,
      network: knownClient(this.#context.config().networks, listener(), client).network?.name ?? null,
    })
    if (this.#tlsServer(client).oldTlsLacks) session.note(NO_OLD_TLS)
    session.end('failed', `The TLS handshake failed: ${tlsProblem(error)}`)
  }

  #count(client: string, change: number): void {
    const key = clientKey(client)
    const count = (this.#byClient.get(key) ?? 0) + change
    if (count > 0) this.#byClient.set(key, count)
    else this.#byClient.delete(key)
  }
}
