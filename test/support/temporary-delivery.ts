import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import type { z } from 'zod'
import type { ConfigSource, EngineConfig } from '../../main/engine/config/config-source.ts'
import { deriveEngineConfig } from '../../main/engine/config/engine-config.ts'
import {
  createDelivery,
  createSessionEnvironment,
  type Delivery,
  type DeliveryDependencies,
  type RecipientOutcome,
} from '../../main/engine/delivery/delivery.ts'
import type { Clock, DnsResolver } from '../../main/engine/ports.ts'
import { systemClock } from '../../main/engine-host/system-clock.ts'
import { type Config, type ConfigInput, configSchema } from '../../shared/domain/config.ts'
import { createIdSource } from '../../shared/domain/id.ts'
import type { Envelope } from '../../shared/domain/message.ts'
import type { Recipient } from '../../shared/domain/recipient.ts'
import { formatReply } from '../../shared/domain/reply.ts'
import { type Route, routeSchema } from '../../shared/domain/route.ts'
import { FakeDns } from './fake-dns.ts'
import { MemorySessions } from './memory-sessions.ts'
import { SilentLogger } from './silent-logger.ts'

export interface Mail {
  readonly recipients?: readonly (string | Partial<Recipient>)[]
  readonly envelope?: Partial<Envelope>
  readonly content?: string | Buffer
  /** In place of content: what openBody gives. */
  readonly openBody?: () => Promise<Readable>
  readonly size?: number
  readonly signal?: AbortSignal
}

export interface TemporaryDeliveryOptions {
  readonly clock?: Clock
  readonly dns?: DnsResolver
  readonly dnsServers?: readonly string[]
  readonly passwords?: Record<string, string>
  readonly furtherRoots?: readonly string[]
  readonly timeouts?: DeliveryDependencies['timeouts']
  readonly poolLimits?: DeliveryDependencies['poolLimits']
  /** Of MTA-STS policy hosts. */
  readonly policyPort?: number
  readonly storage?: DeliveryDependencies['storage']
  readonly listeners?: Config['listeners']
  readonly config?: ConfigInput
}

export const SMALL_MAIL = 'Subject: Hello\r\n\r\nA line.\r\n'

/** Delivery as the engine composes it, with the set-up in the test's hands. Stopped with the test. */
export class TemporaryDelivery {
  readonly delivery: Delivery
  readonly dependencies: DeliveryDependencies
  readonly sessions: MemorySessions
  readonly passwords: Record<string, string>
  readonly #listeners = new Set<Parameters<ConfigSource['onChange']>[0]>()
  readonly #newId: () => string
  #config: EngineConfig

  constructor(options: TemporaryDeliveryOptions = {}) {
    const clock = options.clock ?? systemClock
    this.passwords = options.passwords ?? {}
    this.#config = engineConfig({
      dns: { servers: [...(options.dnsServers ?? [])] },
      ...(options.listeners ? { listeners: options.listeners } : {}),
      ...options.config,
    })
    this.#newId = createIdSource(() => clock.now())
    this.sessions = new MemorySessions(clock)
    const { furtherRoots = [], timeouts, poolLimits, policyPort, storage } = options
    const dns = options.dns ?? new FakeDns({})
    this.dependencies = {
      config: {
        current: () => this.#config,
        onChange: (listener) => {
          this.#listeners.add(listener)
          return () => this.#listeners.delete(listener)
        },
        secret: async () => null,
        routePassword: async (route) => this.passwords[route] ?? null,
      },
      ports: { clock, random: fixedRandom(), logger: new SilentLogger() },
      sessions: this.sessions.log,
      dns: () => dns,
      furtherRoots,
      ...(timeouts ? { timeouts } : {}),
      ...(poolLimits ? { poolLimits } : {}),
      ...(policyPort ? { policyPort } : {}),
      ...(storage ? { storage } : {}),
    }
    this.delivery = createDelivery(this.dependencies)
    onTestFinished(() => this.delivery.stop(AbortSignal.timeout(1_000)))
  }

  get environment() {
    return createSessionEnvironment(this.dependencies)
  }

  /** Outcomes in the order in which they were reported. */
  async deliver(route: Route, mail: Mail = {}): Promise<RecipientOutcome[]> {
    const outcomes: RecipientOutcome[] = []
    const content = Buffer.from(mail.content ?? SMALL_MAIL)
    await this.delivery.deliver(
      {
        message: this.#newId(),
        envelope: envelope(mail.envelope),
        size: mail.size ?? content.length,
        receivedAt: 0,
        route,
        recipients: (mail.recipients ?? ['user@far.test']).map(recipient),
        openBody: mail.openBody ?? (async () => Readable.from([content])),
        signal: mail.signal ?? new AbortController().signal,
      },
      (reported) => outcomes.push(...reported),
    )
    return outcomes
  }

  /** As after an edit in the window; `mended` names routes that lead elsewhere or get in another way than before. */
  changeConfig(change: Partial<EngineConfig>, mended: readonly string[] = []): void {
    this.#config = { ...this.#config, ...change }
    const changed = Object.keys(change) as (keyof EngineConfig)[]
    for (const listener of this.#listeners) listener(this.#config, changed, mended)
  }
}

/** "1 delivered 250 2.0.0 Queued", sorted by recipient, for tables. */
export function summary(outcomes: readonly RecipientOutcome[]): string[] {
  return [...outcomes]
    .sort((a, b) => a.recipient - b.recipient)
    .map((outcome) =>
      outcome.kind === 'released'
        ? `${outcome.recipient} released`
        : `${outcome.recipient} ${outcome.kind} ${formatReply(outcome.reply)}`,
    )
}

export function route(input: z.input<typeof routeSchema>): Route {
  return routeSchema.parse(input)
}

export function recipient(given: string | Partial<Recipient>, index: number): Recipient {
  const fields = typeof given === 'string' ? { address: given } : given
  return {
    number: index + 1,
    address: 'user@far.test',
    state: 'active',
    hold: null,
    forcedRoute: null,
    route: null,
    attempts: 0,
    nextAttemptAt: null,
    lastReply: null,
    lastHost: null,
    notify: null,
    originalRecipient: null,
    delayNoticeSentAt: null,
    ...fields,
  }
}

function envelope(given: Partial<Envelope> = {}): Envelope {
  return {
    sender: 'sender@office.test',
    body: '7bit',
    smtpUtf8: false,
    requireTls: false,
    ret: null,
    envid: null,
    ...given,
  }
}

function engineConfig(input: Partial<ConfigInput>): EngineConfig {
  const config = configSchema.parse({ hostname: 'relay.office.test', ...input })
  return deriveEngineConfig(config, 'relay.office.test', { key: null, passphrase: null })
}

function fixedRandom() {
  let seed = 1
  const next = () => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647
  }
  return {
    next,
    bytes: (count: number) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)),
  }
}
