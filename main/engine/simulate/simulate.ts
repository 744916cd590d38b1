/** "What would happen?": the engine's own admission, evaluation and choice of route, without a message. */

import type { Pauses } from '../../../shared/contract/queue.ts'
import type { SimulatedMail, Simulation } from '../../../shared/contract/rules.ts'
import type { MessageId } from '../../../shared/domain/id.ts'
import type { AccountDirectory, EngineConfig } from '../config/config-source.ts'
import { readContentFacts } from '../content/content-facts.ts'
import type { Delivery } from '../delivery/delivery.ts'
import { notFound } from '../engine-error.ts'
import type { InboundLimits } from '../inbound/limits/inbound-limits.ts'
import type { ContentFacts } from '../rules/mail-facts.ts'
import { rulesNeed } from '../rules/rules-need.ts'
import type { LocalTimeOf } from '../rules/time-window.ts'
import type { QueueStorage } from '../storage/storage.ts'
import { foresee } from './foresee.ts'
import { simulateMail } from './simulate-mail.ts'

export interface SimulationParts {
  readonly config: EngineConfig
  readonly accounts: Pick<AccountDirectory, 'find'>
  readonly limits: Pick<InboundLimits, 'sending'>
  readonly storage: Pick<QueueStorage, 'getMessage' | 'openBody'>
  readonly pauses: Pauses
  /** Why a route takes nothing just now. */
  readonly blocked: Delivery['blocked']
  readonly localTimeOf: LocalTimeOf
  readonly now: number
}

export type SimulationInput =
  | { readonly kind: 'mail'; readonly mail: SimulatedMail }
  | { readonly kind: 'message'; readonly id: MessageId }

/** Rejects with EngineError NOT_FOUND for a message that is gone, INVALID for a listener or an account that is not there. */
export async function simulate(parts: SimulationParts, input: SimulationInput): Promise<Simulation> {
  return input.kind === 'mail' ? simulateMail(parts, input.mail) : simulateStored(parts, input.id)
}

/** It came in already, so that only what becomes of it is asked. */
async function simulateStored(parts: SimulationParts, id: MessageId): Promise<Simulation> {
  const stored = await parts.storage.getMessage(id)
  if (!stored) throw notFound('message', id)
  const { envelope, origin, message, recipients, hasBody } = stored
  const content = hasBody ? await readContent(parts, id) : null
  const admission = { accepted: true, text: 'It was accepted when it came in.' }
  const mail = { envelope, origin, size: message.size, receivedAt: message.receivedAt }
  return {
    sender: admission,
    client: describeOrigin(origin),
    limits: [],
    recipients: recipients.map(({ address, hold }) => ({
      recipient: address,
      expandedTo: address,
      admission,
      ...foresee(parts, { mail, address, hold, content, addsCopies: false }),
    })),
  }
}

/** What cannot be read is not known: rules that ask for it are named. */
async function readContent(
  { storage, config }: SimulationParts,
  id: MessageId,
): Promise<ContentFacts | null> {
  try {
    const { attachments } = rulesNeed(config.rules)
    return await readContentFacts(() => storage.openBody(id), { attachments })
  } catch {
    return null
  }
}

function describeOrigin(origin: {
  account: string | null
  network: string | null
  client: string | null
}): string {
  const { account, network, client } = origin
  const parts = [account && `account ${account}`, network && `network ${network}`, client]
  return parts.filter((part) => part !== null && part !== '').join(', ') || 'this computer'
}
