import { onTestFinished } from 'vitest'
import type {
  ConfigListener,
  ConfigSection,
  ConfigSource,
  EngineConfig,
} from '../../../main/engine/config/config-source.ts'
import type { QueueChanges } from '../../../main/engine/queue/queue-service.ts'
import { Scheduler } from '../../../main/engine/queue/scheduler.ts'
import { openStorage } from '../../../main/engine/storage/open-storage.ts'
import type { NewMessage, RecipientResult, Storage } from '../../../main/engine/storage/storage.ts'
import { type ConfigInput, configSchema } from '../../../shared/domain/config.ts'
import { createIdSource } from '../../../shared/domain/id.ts'
import type { EventKind, MessageAuthentication, MessageDetail } from '../../../shared/domain/message.ts'
import type { Notify } from '../../../shared/domain/recipient.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { SilentLogger } from '../../support/silent-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { waitFor } from '../../support/wait-for.ts'
import { ScriptedDelivery } from './scripted-delivery.ts'

export const SIMPLE: ConfigInput = {
  routes: [
    { name: 'provider', kind: 'smarthost', host: 'smtp.provider.test' },
    { name: 'mailboxes', kind: 'maildir', path: '/nowhere' },
  ],
  rules: [
    {
      name: 'local',
      match: { recipientDomains: ['office.test'] },
      action: { kind: 'route', route: 'mailboxes' },
    },
    { name: 'rest', action: { kind: 'route', route: 'provider' } },
  ],
}

/** A configuration that a test can change while the queue runs. */
export class TestConfig implements ConfigSource {
  #config: EngineConfig
  readonly #listeners = new Set<ConfigListener>()

  constructor(input: ConfigInput) {
    this.#config = parse(input)
  }

  current(): EngineConfig {
    return this.#config
  }

  onChange(listener: ConfigListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async secret(): Promise<null> {
    return null
  }

  async routePassword(): Promise<null> {
    return null
  }

  change(
    input: ConfigInput,
    changed: readonly ConfigSection[] = ['rules', 'routes'],
    mended: readonly string[] = [],
  ): void {
    this.#config = parse(input)
    for (const listener of this.#listeners) listener(this.#config, changed, mended)
  }
}

function parse(input: ConfigInput): EngineConfig {
  const { accounts: _, ...config } = configSchema.parse(input)
  return {
    ...config,
    certificate: { kind: 'generated' },
    hostname: 'relay.office.test',
    postmaster: 'postmaster@office.test',
  }
}

export class RecordedChanges implements QueueChanges {
  readonly ids: string[] = []
  readonly removals: string[] = []
  readonly failures: string[] = []
  readonly results: RecipientResult[] = []
  /** Rules that had a hand in mail, one after another. */
  readonly rules: string[] = []
  deliveries = 0
  acceptances = 0

  changed(ids: readonly string[]): void {
    this.ids.push(...ids)
  }

  removed(ids: readonly string[]): void {
    this.removals.push(...ids)
  }

  accepted(): void {
    this.acceptances++
  }

  delivered(_: string, recipients: number): void {
    this.deliveries += recipients
  }

  failed(route: string, problem: string): void {
    this.failures.push(`${route}: ${problem}`)
  }

  recorded(results: readonly RecipientResult[]): void {
    this.results.push(...results)
  }

  ruled(rules: readonly string[]): void {
    this.rules.push(...rules)
  }
}

export interface Mail {
  readonly sender?: string
  readonly to: readonly string[]
  readonly text?: string
  readonly notify?: Notify
  readonly ret?: 'full' | 'hdrs'
  readonly envid?: string
  readonly account?: string
  readonly authentication?: MessageAuthentication
}

/** A scheduler on a real store, with a clock that stands and a next hop that follows a script. */
export class TemporaryQueue {
  readonly folder: string
  readonly clock: FakeClock
  readonly config: TestConfig
  readonly delivery: ScriptedDelivery
  readonly changes = new RecordedChanges()
  readonly logger = new SilentLogger()
  readonly storage: Storage
  readonly newId: () => string
  readonly queue: Scheduler
  /** How often leases were extended and swept. */
  leaseRounds = 0
  #isOpen = true

  constructor(
    parts: Pick<TemporaryQueue, 'folder' | 'clock' | 'config' | 'delivery' | 'storage'>,
    wrap: (storage: Storage) => Storage,
  ) {
    const { folder, clock, config, delivery, storage } = parts
    this.folder = folder
    this.clock = clock
    this.config = config
    this.delivery = delivery
    this.storage = storage
    this.newId = createIdSource(() => clock.now(), storage.lastId)
    const random = {
      next: () => 0.5,
      bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
    }
    this.queue = new Scheduler({
      storage: {
        ...wrap(storage),
        releaseLeases: async (request) => {
          const released = await storage.releaseLeases(request)
          this.leaseRounds++
          return released
        },
      },
      delivery,
      config,
      ports: { clock, random, logger: this.logger },
      changes: this.changes,
      newId: this.newId,
      signingKeys: async () => [],
      localTimeOf: utcTime,
    })
  }

  /** Resolves when the message is committed, as a session does before its 250. Answers its id. */
  async receive(mail: Mail): Promise<string> {
    const message = newMessage(this.newId(), this.clock.now(), mail)
    await this.queue.receive(message)
    return message.id
  }

  async message(id: string): Promise<MessageDetail> {
    const message = await this.storage.getMessage(id)
    if (!message) throw new Error(`there is no message ${id}`)
    return message
  }

  async kinds(id: string): Promise<EventKind[]> {
    return (await this.message(id)).events.map(({ kind }) => kind)
  }

  /** Waits until the recipients have these states, in their order. */
  async reaches(id: string, ...states: string[]): Promise<MessageDetail> {
    return waitFor(`${id} to be ${states.join(', ')}`, async () => {
      const message = await this.message(id)
      const now = message.recipients.map(({ state }) => state)
      return now.join() === states.join() ? message : null
    })
  }

  async attempted(address: string, count = 1) {
    return waitFor(`attempt ${count} to ${address}`, () => this.delivery.to(address)[count - 1])
  }

  /** Messages in the store, oldest first. */
  async all(): Promise<string[]> {
    const page = await this.storage.listMessages({
      filter: {},
      sort: { by: 'receivedAt', direction: 'ascending' },
      cursor: null,
      limit: 500,
      now: this.clock.now(),
    })
    return page.rows.map(({ id }) => id)
  }

  async stop(signal: AbortSignal = AbortSignal.abort()): Promise<void> {
    await this.queue.stop(signal)
    await this.close()
  }

  /** As a kill does: the store is let go, and nothing is told. */
  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.storage.close()
  }
}

interface QueueOptions {
  readonly config?: ConfigInput
  readonly folder?: string
  readonly clock?: FakeClock
  /** Not started where false. */
  readonly start?: boolean
  /** Puts something between the scheduler and its store. */
  readonly wrap?: (storage: Storage) => Storage
}

export async function temporaryQueue(options: QueueOptions = {}): Promise<TemporaryQueue> {
  const folder = options.folder ?? (await temporaryFolder())
  const parts = {
    folder,
    clock: options.clock ?? new FakeClock(),
    config: new TestConfig(options.config ?? SIMPLE),
    delivery: new ScriptedDelivery(),
    storage: await openStorage({ folder }),
  }
  const queue = new TemporaryQueue(parts, options.wrap ?? ((storage) => storage))
  onTestFinished(async () => {
    await queue.stop().catch(() => {})
    await queue.close()
  })
  if (options.start !== false) await queue.queue.start()
  return queue
}

/** The wall clock of the tests, wherever they run. */
const utcTime = (at: number) => ({
  weekday: (new Date(at).getUTCDay() + 6) % 7,
  minute: Math.floor((at % 86_400_000) / 60_000),
})

/** Lets time pass as often as it takes: what the scheduler writes in between sets its timers in real time. */
export async function advanceUntil(
  { clock }: TemporaryQueue,
  milliseconds: number,
  happened: () => boolean | Promise<boolean>,
): Promise<void> {
  await waitFor('what time brings', async () => {
    if (await happened()) return true
    clock.advance(milliseconds)
    return false
  })
}

export function newMessage(id: string, receivedAt: number, mail: Mail): NewMessage {
  const { sender = 'scanner@office.test', to, ret = null, envid = null, notify = null } = mail
  const text =
    mail.text ?? `From: ${sender}\r\nSubject: Scan 7\r\nMessage-ID: <scan7@office.test>\r\n\r\nHello.\r\n`
  const content = Buffer.from(text)
  return {
    id,
    envelope: { sender, body: '7bit', smtpUtf8: false, requireTls: false, ret, envid },
    origin: {
      kind: 'smtp',
      listener: 'lan',
      account: mail.account ?? null,
      client: '192.168.1.20',
      sessionId: null,
      network: null,
      tls: false,
      authentication: mail.authentication ?? null,
    },
    recipients: to.map((address) => ({ address, notify, originalRecipient: null })),
    receivedAt,
    subject: 'Scan 7',
    messageId: 'scan7@office.test',
    body: { kind: 'inline', size: content.length, content },
    note: null,
  }
}
