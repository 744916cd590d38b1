/** One listener: its port, its server, its sessions, and why it is not open when it is not. */
import type { AddressInfo } from 'node:net'
import type { ListenerStatus } from '../../../shared/contract/system.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Listener } from '../../../shared/domain/config.ts'
import type { TlsContexts } from './certificate/tls-contexts.ts'
import { InboundConnection } from './inbound-connection.ts'
import { InboundServer, type ServerContext } from './inbound-server.ts'
import { explainBindFailure } from './ports/explain-bind-failure.ts'

/**
 * Connections that wait to be taken. The system caps it (4,096 on Linux today); where it is short, some of thousands
 * that come at once believe that they are connected, and never are.
 */
const BACKLOG = 4_096

type State =
  | { readonly kind: 'closed' }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'listening'; readonly server: InboundServer; readonly port: number }
  | { readonly kind: 'failed'; readonly problem: string; readonly proposedPort: number | null }

export class BoundListener {
  readonly #context: Omit<ServerContext, 'listener'>
  #listener: Listener
  #state: State = { kind: 'closed' }

  constructor(context: Omit<ServerContext, 'listener'>, listener: Listener) {
    this.#context = context
    this.#listener = listener
  }

  get failed(): boolean {
    return this.#state.kind === 'failed'
  }

  /** Can another configuration be taken over without opening the port anew? */
  fits(listener: Listener): boolean {
    const { name, host, port, tls, enabled } = this.#listener
    return (
      listener.name === name &&
      listener.host === host &&
      listener.port === port &&
      listener.enabled === enabled &&
      (listener.tls === 'implicit') === (tls === 'implicit')
    )
  }

  /** Sessions go on and see the change with their next command. */
  update(listener: Listener): void {
    this.#listener = listener
    if (this.#state.kind === 'listening') this.#state.server.options.maxClients = listener.maxConnections
  }

  /** Opens the port, or stores why that is not possible. Never rejects. */
  async open(tls: TlsContexts | null): Promise<void> {
    const { host, port, enabled } = this.#listener
    if (!enabled) {
      this.#state = { kind: 'disabled' }
      return
    }
    const server = new InboundServer({ ...this.#context, listener: () => this.#listener })
    if (tls) server.setTls(tls)
    try {
      this.#state = { kind: 'listening', server, port: await listen(server, host, port) }
    } catch (error) {
      this.#fail({
        kind: 'failed',
        ...(await explainBindFailure(error as NodeJS.ErrnoException, host, port)),
      })
    }
  }

  /** It is tried again every minute, and said once. */
  #fail(state: Extract<State, { kind: 'failed' }>): void {
    const known = this.#state.kind === 'failed' && this.#state.problem === state.problem
    this.#state = state
    if (!known) this.#context.needs.ports.logger.error(`listener ${this.#listener.name}: ${state.problem}`)
  }

  setTls(contexts: TlsContexts): void {
    if (this.#state.kind === 'listening') this.#state.server.setTls(contexts)
  }

  /** Gives the port back at once and resolves when the last session has ended; the signal ends them all. */
  async close(signal: AbortSignal): Promise<void> {
    if (this.#state.kind !== 'listening') return
    const { server } = this.#state
    this.#state = { kind: 'closed' }
    const closed = new Promise<void>((resolve) => server.server.close(() => resolve()))
    for (const socket of server._pendingSockets.values()) socket.destroy()
    for (const connection of [...server.connections])
      if (connection instanceof InboundConnection) connection.drain()
    const cut = () => {
      for (const connection of server.open) connection._socket.destroy()
    }
    if (signal.aborted) cut()
    else signal.addEventListener('abort', cut, { once: true })
    await closed
    signal.removeEventListener('abort', cut)
  }

  /** Sessions of clients that were blocked meanwhile end. */
  turnOutBlocked(): void {
    if (this.#state.kind !== 'listening') return
    const { blocked, config } = this.#context
    const { blockedClients } = config()
    for (const connection of [...this.#state.server.open]) {
      const block = blocked.find(blockedClients, connection.client)
      if (block) connection.block(block.client)
    }
  }

  status(): ListenerStatus {
    const { name, host, port } = this.#listener
    const base = { name, host, port, problem: null, proposedPort: null, connections: 0 }
    const state = this.#state
    switch (state.kind) {
      case 'listening':
        return { ...base, port: state.port, state: 'listening', connections: state.server.connections.size }
      case 'failed':
        return { ...base, state: 'failed', problem: state.problem, proposedPort: state.proposedPort }
      case 'closed':
      case 'disabled':
        return { ...base, state: 'disabled' }
      default:
        return assertNever(state)
    }
  }
}

function listen(server: InboundServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    // smtp-server hands later errors to the log; the first one is the answer here.
    server.server.once('error', reject)
    server.server.listen({ host, port, backlog: BACKLOG }, () => {
      server.server.removeListener('error', reject)
      resolve((server.server.address() as AddressInfo).port)
    })
  })
}
