/** Listeners on real sockets, with everything behind them in memory. */
import { createHmac, randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { AccountDirectory, EngineConfig } from '../../main/engine/config/config-source.ts'
import { generatedCertificate } from '../../main/engine/inbound/certificate/generated-certificate.ts'
import { createInbound } from '../../main/engine/inbound/create-inbound.ts'
import type { Inbound, InboundDependencies } from '../../main/engine/inbound/inbound.ts'
import { createInboundLimits, type InboundLimits } from '../../main/engine/inbound/limits/inbound-limits.ts'
import { hashPassword } from '../../main/engine/inbound/password-hash.ts'
import { createSessionLog } from '../../main/engine/sessions/create-session-log.ts'
import type { SessionLog } from '../../main/engine/sessions/session-log.ts'
import type { BodyRef, BodyWriter } from '../../main/engine/storage/body-store.ts'
import type { AuditEntry, NewMessage, StoredAccount, UsageRow } from '../../main/engine/storage/storage.ts'
import { type Config, configSchema } from '../../shared/domain/config.ts'
import { createIdSource } from '../../shared/domain/id.ts'
import type { SessionLine, SessionRow } from '../../shared/domain/session.ts'
import { FakeClock } from './fake-clock.ts'
import { waitFor } from './wait-for.ts'

export interface Received extends NewMessage {
  /** The body as it was stored. */
  readonly text: string
}

export interface InboundSite {
  readonly inbound: Inbound
  readonly clock: FakeClock
  readonly received: Received[]
  readonly values: Map<string, string>
  readonly log: string[]
  readonly touched: string[]
  readonly audit: AuditEntry[]
  readonly limits: InboundLimits
  config: EngineConfig
  /** Of the listener of that name, default the first. */
  port(name?: string): number
  apply(change: Record<string, unknown>): Promise<void>
  sessions(): readonly SessionRow[]
  /** The newest one that has ended. */
  endedSession(): Promise<SessionRow>
  transcript(id: string): string[]
  lines(id: string): readonly SessionLine[]
  readonly sessionLog: SessionLog
  /** Changes an account, as the window would. */
  changeAccount(username: string, change: Partial<StoredAccount>): void
  /** Octets that the disk has free. */
  free: number
  /** Fails the storing of bodies or the queue when set. */
  failure: { body?: Error; receive?: Error }
  /** Holds every message before it is taken, until resolved. */
  gate: Promise<void> | null
}

export interface SiteOptions {
  readonly config?: Record<string, unknown>
  readonly accounts?: readonly (Partial<StoredAccount> & { username: string; password: string })[]
  readonly decideAtRcpt?: InboundDependencies['decideAtRcpt']
  readonly etrn?: InboundDependencies['etrn']
  readonly ownNames?: () => readonly string[]
  /** What the store remembers of the time before. */
  readonly usage?: readonly UsageRow[]
  readonly values?: Map<string, string>
  /** Milliseconds since 1970; default: the fake clock's own. */
  readonly now?: number
}

const OWN_NAMES = ['localhost', '127.0.0.1']
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Reads only what it has sealed. */
const SECRETS = {
  seal: async (plain: string) => `sealed:${Buffer.from(plain).toString('base64')}`,
  open: async (sealed: string) => {
    if (!sealed.startsWith('sealed:')) throw new Error('sealed by another store')
    return Buffer.from(sealed.slice(7), 'base64').toString()
  },
}

const random = { next: () => 0.5, bytes: (count: number) => randomBytes(count) }

export const LISTENER = {
  name: 'lan',
  host: '127.0.0.1',
  port: 0,
  trustedNetworks: ['127.0.0.1/32'],
}

export function engineConfig(config: Record<string, unknown>): EngineConfig {
  const parsed: Config = configSchema.parse({
    hostname: 'relay.office.test',
    localDomains: ['office.test'],
    listeners: [LISTENER],
    ...config,
  })
  const { accounts: _, ...rest } = parsed
  return {
    ...rest,
    hostname: parsed.hostname ?? 'relay.office.test',
    postmaster: parsed.postmaster ?? 'postmaster@office.test',
  } as EngineConfig
}

export async function inboundSite(options: SiteOptions = {}): Promise<InboundSite> {
  const clock = new FakeClock(options.now)
  const accounts = new Map<string, Account>()
  for (const account of options.accounts ?? []) accounts.set(account.username, await stored(account))
  const site: InboundSite = {
    clock,
    received: [],
    values: options.values ?? new Map(await certificateOnce()),
    log: [],
    touched: [],
    audit: [],
    config: engineConfig(options.config ?? {}),
    free: Number.MAX_SAFE_INTEGER,
    failure: {},
    gate: null,
    port: (name) =>
      inbound.statuses().find((status) => name === undefined || status.name === name)?.port ?? 0,
    async apply(change) {
      site.config = engineConfig({ ...options.config, ...change })
      await inbound.apply(site.config)
    },
    changeAccount(username, change) {
      const account = accounts.get(username)
      if (account) accounts.set(username, { ...account, ...change })
    },
    sessions: () => log.live(),
    endedSession: () => waitFor('an ended session', () => log.live().find((one) => one.outcome !== 'open')),
    transcript: (id) => log.get(id)?.lines.map((line) => `${line.kind}: ${line.text}`) ?? [],
    lines: (id) => log.get(id)?.lines ?? [],
    get sessionLog() {
      return log
    },
    get inbound() {
      return inbound
    },
    get limits() {
      return limits
    },
  }
  const newId = createIdSource(() => clock.now())
  const log = liveSessions(clock, newId, () => site.config)
  const note = (level: string) => (message: string) => void site.log.push(`${level}: ${message}`)
  const directory = accountDirectory(accounts, site.touched)
  const limits = createInboundLimits({
    clock,
    logger: { info: note('info'), warn: note('warn'), error: note('error') },
    storage: {
      countUsage: async (since) => (options.usage ?? []).filter((row) => row.hour >= since),
      addAudit: async (entry) => void site.audit.push(entry),
    },
    accounts: directory,
    limits: () => site.config.limits,
    onChange: () => undefined,
  })
  await limits.start()
  const inbound = createInbound({
    ports: {
      clock,
      random,
      logger: { info: note('info'), warn: note('warn'), error: note('error') },
      secrets: SECRETS,
      freeDiskBytes: async () => site.free,
    },
    dataFolder: '/nowhere',
    storage: {
      createBody: (id) => memoryBody(id, () => site.failure.body),
      getValue: async (key) => site.values.get(key) ?? null,
      setValue: async (key, value) => void site.values.set(key, value),
    },
    queue: {
      async receive(message) {
        if (site.gate) await site.gate
        if (site.failure.receive) throw site.failure.receive
        site.received.push({ ...message, text: textOf(message.body) })
      },
    },
    accounts: directory,
    limits,
    sessions: log,
    newMessageId: newId,
    decideAtRcpt: options.decideAtRcpt ?? (() => ({ kind: 'accept' })),
    etrn: options.etrn ?? (async () => ({ kind: 'unknown-domain' })),
    onChange: () => undefined,
    ownNames: options.ownNames ?? (() => OWN_NAMES),
  })
  await inbound.start(site.config)
  onTestFinished(() => inbound.stop(AbortSignal.abort()))
  return site
}

/** Sessions that are never saved, so that they stay where the tests look. */
function liveSessions(clock: FakeClock, newId: () => string, config: () => EngineConfig) {
  const unused = async () => {
    throw new Error('not used here')
  }
  return createSessionLog({
    storage: {
      saveSessions: () => new Promise(() => undefined),
      listSessions: unused,
      getSession: unused,
      trimSessions: unused,
    },
    clock,
    logger: SILENT,
    newId,
    retention: () => config().retention.sessions,
  })
}

function memoryBody(id: string, failure: () => Error | undefined): BodyWriter {
  const parts: Uint8Array[] = []
  return {
    id,
    write(chunk) {
      const error = failure()
      if (error) return Promise.reject(error)
      parts.push(chunk)
      return undefined
    },
    async end() {
      const content = Buffer.concat(parts)
      return { kind: 'inline', size: content.length, content }
    },
    async abort() {
      parts.length = 0
    },
  }
}

function textOf(body: BodyRef): string {
  return body.kind === 'inline' && body.content ? Buffer.from(body.content).toString() : ''
}

type Account = StoredAccount & { readonly password: string }

function accountDirectory(accounts: ReadonlyMap<string, Account>, touched: string[]): AccountDirectory {
  return {
    find: (username) => accounts.get(username) ?? null,
    recoverPassword: async (username) => accounts.get(username)?.password ?? null,
    touch: (username) => void touched.push(username),
    passwordHashes: () => [...accounts.values()].map(({ passwordHash }) => passwordHash),
    offersCramMd5: () => [...accounts.values()].some((account) => account.cramMd5 && !account.disabled),
  }
}

/** RSA keys take their time: one certificate serves all sites of a test file. */
let certificate: Promise<Map<string, string>> | null = null

function certificateOnce(): Promise<Map<string, string>> {
  certificate ??= (async () => {
    const values = new Map<string, string>()
    const ports = { clock: new FakeClock(), secrets: SECRETS, logger: SILENT }
    const storage = {
      getValue: async (key: string) => values.get(key) ?? null,
      setValue: async (key: string, value: string) => void values.set(key, value),
    }
    await generatedCertificate({ ports, storage }, ['relay.office.test', ...OWN_NAMES])
    return values
  })()
  return certificate
}

async function stored(account: NonNullable<SiteOptions['accounts']>[number]) {
  return {
    allowedSenders: ['*'],
    allowedFrom: ['*'],
    allowedNetworks: [],
    limits: {},
    appPasswords: [],
    disabled: false,
    cramMd5: false,
    createdAt: 0,
    lastUsedAt: null,
    sealedPassword: null,
    ...account,
    passwordHash: await hashPassword(account.password, random),
  }
}

/** The response of CRAM-MD5 (RFC 2195) to a challenge in base64. */
export function cramMd5Response(username: string, password: string, challenge: string): string {
  const text = Buffer.from(challenge, 'base64').toString()
  const digest = createHmac('md5', password).update(text).digest('hex')
  return base64(`${username} ${digest}`)
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
