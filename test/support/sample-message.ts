import type { NewMessage, NewRecipient, Storage } from '../../main/engine/storage/storage.ts'
import { createIdSource } from '../../shared/domain/id.ts'
import type { Envelope, Origin } from '../../shared/domain/message.ts'

export const NOON = Date.UTC(2026, 0, 5, 12)

/** Ids of all samples of a test file; they grow by one. */
export const nextId = createIdSource(() => NOON)

export const ENVELOPE: Envelope = {
  sender: 'scanner@office.test',
  body: '8bitmime',
  smtpUtf8: false,
  requireTls: false,
  ret: null,
  envid: null,
}

export const ORIGIN: Origin = {
  kind: 'smtp',
  listener: 'lan',
  account: null,
  client: '192.0.2.7',
  sessionId: null,
  network: null,
  tls: false,
  authentication: null,
}

export interface Sample {
  readonly sender?: string
  readonly recipients?: readonly (string | NewRecipient)[]
  readonly subject?: string
  readonly messageId?: string | null
  readonly account?: string | null
  readonly sessionId?: string | null
  readonly receivedAt?: number
  readonly content?: string | Uint8Array
  readonly route?: string
}

/** A message whose body is in memory, as a test needs it. */
export function sampleMessage(sample: Sample = {}): NewMessage {
  const { content = 'Subject: Invoice\r\n\r\nHello\r\n', recipients = ['ann@example.test'], route } = sample
  const octets = typeof content === 'string' ? Buffer.from(content) : content
  return {
    id: nextId(),
    envelope: { ...ENVELOPE, sender: sample.sender ?? ENVELOPE.sender },
    origin: { ...ORIGIN, account: sample.account ?? null, sessionId: sample.sessionId ?? null },
    recipients: recipients.map((recipient) => asRecipient(recipient, route)),
    receivedAt: sample.receivedAt ?? NOON,
    subject: sample.subject ?? 'Invoice',
    messageId: sample.messageId ?? null,
    body: { kind: 'inline', size: octets.byteLength, content: octets },
    note: null,
  }
}

/** Accepts samples without a lease, all at once; answers their ids in order. */
export async function acceptSamples(storage: Storage, ...samples: readonly Sample[]): Promise<string[]> {
  const messages = samples.map(sampleMessage)
  await Promise.all(messages.map((message) => storage.accept(message, null)))
  return messages.map(({ id }) => id)
}

function asRecipient(recipient: string | NewRecipient, route: string | undefined): NewRecipient {
  if (typeof recipient !== 'string') return recipient
  return { address: recipient, notify: null, originalRecipient: null, ...(route ? { route } : {}) }
}
