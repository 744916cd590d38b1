/** What happens to a message between its last octet and its commit. */
import { Readable } from 'node:stream'
import type { MessageId } from '../../../shared/domain/id.ts'
import type { ConfigSource } from '../config/config-source.ts'
import type { ContentFacts } from '../rules/mail-facts.ts'
import { rulesNeed } from '../rules/rules-need.ts'
import type { LocalTimeOf } from '../rules/time-window.ts'
import type { Claim, NewMessage, QueueStorage } from '../storage/storage.ts'
import type { ContentReader } from './content-reader.ts'
import { prepareMessage } from './prepare-message.ts'

export interface ReceptionParts {
  readonly storage: Pick<QueueStorage, 'openBody'>
  readonly config: Pick<ConfigSource, 'current'>
  readonly content: ContentReader
  readonly localTimeOf: LocalTimeOf
  /** Rules decided about a recipient, or change its mail. */
  readonly onRuled: (rules: readonly string[], message: MessageId) => void
}

/**
 * With routes, copies and haste by the rules. A promise only where a rule asks for content, so that mail of the others
 * goes on in the same turn. Rejects where the content cannot be read: the client is to come again.
 */
export function prepareReception(
  { storage, config, content, localTimeOf, onRuled }: ReceptionParts,
  message: NewMessage,
): NewMessage | Promise<NewMessage> {
  const current = config.current()
  const needs = rulesNeed(current.rules)
  const prepare = (facts: ContentFacts | null) =>
    prepareMessage(current, message, {
      content: facts,
      localTimeOf,
      onRuled: (rules) => onRuled(rules, message.id),
    })
  if (!needs.content) return prepare(null)
  return content.read(message.id, () => openNew(storage, message), needs).then(prepare)
}

async function openNew(storage: Pick<QueueStorage, 'openBody'>, { id, body }: NewMessage): Promise<Readable> {
  if (body.kind === 'inline' && body.content !== null)
    return Readable.from(Buffer.from(body.content), { objectMode: false })
  return storage.openBody(id)
}

/** What a claimDue would give for a message that was accepted with a lease. */
export function claimOf({ id, envelope, origin, receivedAt, body, recipients }: NewMessage): Claim {
  return {
    id,
    envelope,
    origin,
    size: body.size,
    receivedAt,
    body,
    recipients: recipients.map(({ address, notify, originalRecipient, route }, index) => ({
      number: index + 1,
      address,
      state: 'active',
      route: route ?? null,
      attempts: 0,
      nextAttemptAt: null,
      lastReply: null,
      lastHost: null,
      notify,
      originalRecipient,
      delayNoticeSentAt: null,
      hold: null,
      forcedRoute: null,
    })),
  }
}
