import type { EngineConfig } from '../config/config-source.ts'
import type { Dispose } from '../ports.ts'
import { asciiDomain } from './admission.ts'
import { BlockedClients } from './blocks/blocked-clients.ts'
import { RefusalLog } from './blocks/refusal-log.ts'
import { BoundListener } from './bound-listener.ts'
import { createCertificateKeeper } from './certificate/certificate-keeper.ts'
import type { TlsContexts } from './certificate/tls-contexts.ts'
import { createCredentialCheck } from './credential-check.ts'
import { createDiskWatcher } from './disk-watcher.ts'
import type { Inbound, InboundDependencies } from './inbound.ts'
import { SharedAddresses } from './shared-addresses.ts'
import { createTokenVerifier } from './tokens/token-verifier.ts'

/** Milliseconds until a port that could not be opened is tried again: its owner may be gone. */
const RETRY_EVERY = 60_000

/** What a listener that was changed or removed has for the messages that it is receiving. */
const CLOSE_WITHIN = 60_000

export function createInbound(needs: InboundDependencies): Inbound {
  const { clock, logger, random } = needs.ports
  const credentials = createCredentialCheck({
    accounts: needs.accounts,
    clock,
    random,
    tokens: createTokenVerifier(clock),
    tokenIssuer: () => current?.authentication.tokens ?? null,
  })
  const disk = createDiskWatcher(needs.ports, needs.dataFolder, needs.onChange)
  const listeners = new Map<string, BoundListener>()
  let current: EngineConfig | null = null
  let contexts: TlsContexts | null = null
  let work: Promise<void> = Promise.resolve()
  let cancelRetry: Dispose = () => undefined
  let stopped = false
  /** Listeners that were changed or removed, until their last session has ended. */
  const leaving = new Set<Promise<void>>()
  const endNow = new AbortController()

  const keeper = createCertificateKeeper(needs, (fresh) => {
    contexts = fresh
    for (const listener of listeners.values()) listener.setTls(fresh)
  })

  const context = {
    needs,
    credentials,
    disk,
    blocked: new BlockedClients(() => clock.now()),
    refusals: new RefusalLog(clock, needs.sessions),
    shared: new SharedAddresses(() => clock.now()),
    certificateReady: () => keeper.ready(),
    config: (): EngineConfig => {
      if (!current) throw new Error('inbound was not started')
      return current
    },
  }

  /** One change after the other, each against what the one before left. */
  function inTurn(change: () => Promise<void>): Promise<void> {
    work = work.then(change)
    return work
  }

  async function reconcile(config: EngineConfig): Promise<void> {
    if (stopped) return
    current = onTheWire(config)
    closeChanged(config)
    const opening = config.listeners.map(async (listener) => {
      const kept = listeners.get(listener.name)
      if (kept) return kept.update(listener)
      const fresh = new BoundListener(context, listener)
      listeners.set(listener.name, fresh)
      await fresh.open(contexts)
      // The certificate may have come while the port was being opened.
      if (contexts) fresh.setTls(contexts)
    })
    await Promise.all(opening)
    if (config.blockedClients.length > 0) for (const listener of listeners.values()) listener.turnOutBlocked()
    needs.onChange()
  }

  /** Ports are given back before others are opened, so that two listeners can swap theirs. */
  function closeChanged(config: EngineConfig): void {
    for (const [name, listener] of listeners) {
      const wanted = config.listeners.find((one) => one.name === name)
      if (wanted && listener.fits(wanted) && !listener.failed) continue
      listeners.delete(name)
      leave(listener)
    }
  }

  function leave(listener: BoundListener): void {
    const patience = new AbortController()
    const cancel = clock.after(CLOSE_WITHIN, () => patience.abort())
    const closing = listener.close(AbortSignal.any([patience.signal, endNow.signal])).finally(() => {
      cancel()
      leaving.delete(closing)
    })
    leaving.add(closing)
  }

  function retryLater(): void {
    cancelRetry = clock.after(RETRY_EVERY, () => {
      void inTurn(retryFailed).finally(() => {
        if (!stopped) retryLater()
      })
    })
  }

  async function retryFailed(): Promise<void> {
    const failed = [...listeners.values()].filter((listener) => listener.failed)
    if (stopped || failed.length === 0) return
    await Promise.all(failed.map((listener) => listener.open(contexts)))
    needs.onChange()
  }

  return {
    async start(config) {
      current = onTheWire(config)
      // Not awaited: the first certificate takes a moment, and only TLS handshakes wait for it.
      void keeper.apply(config)
      await disk.start()
      await inTurn(() => reconcile(config))
      retryLater()
      const open = [...listeners.values()]
        .map((one) => one.status())
        .filter(({ state }) => state === 'listening')
      if (open.length > 0)
        logger.info('listeners are open', {
          listeners: open.map(({ name, host, port }) => ({ name, host, port })),
        })
    },
    async apply(config) {
      await Promise.all([inTurn(() => reconcile(config)), keeper.apply(config)])
    },
    async stop(signal) {
      stopped = true
      cancelRetry()
      disk.stop()
      keeper.stop()
      await work
      if (signal.aborted) endNow.abort()
      else signal.addEventListener('abort', () => endNow.abort(), { once: true })
      for (const listener of listeners.values()) leave(listener)
      await Promise.all(leaving)
    },
    statuses: () => (current?.listeners ?? []).flatMap(({ name }) => listeners.get(name)?.status() ?? []),
    certificate: () => keeper.info(),
    sharedAddresses: () => context.shared.list(),
    disk: () => ({ freeBytes: disk.freeBytes(), low: disk.low() }),
  }
}

/** Greetings and Received fields are ASCII, also where the computer's name is not (RFC 5890). */
function onTheWire(config: EngineConfig): EngineConfig {
  return { ...config, hostname: asciiDomain(config.hostname) || config.hostname }
}
