import type { MessageId } from '../../../../shared/domain/id.ts'
import type { ConfigSource } from '../../config/config-source.ts'
import { EngineError, notFound } from '../../engine-error.ts'
import type { Clock } from '../../ports.ts'
import type { OperationStorage, RecipientRefusal } from '../../storage/operation-storage.ts'
import type { OperatorHands } from './operator-hands.ts'

export interface RecipientAddressChange {
  readonly message: MessageId
  readonly number: number
  readonly address: string
}

export interface ChangeParts {
  readonly storage: Pick<OperationStorage, 'changeRecipient'>
  readonly hands: Pick<OperatorHands, 'take' | 'changed'>
  readonly clock: Clock
  readonly config: Pick<ConfigSource, 'current'>
}

/** Rejects with EngineError NOT_FOUND, CONFLICT. */
export async function changeRecipient(
  { storage, hands, clock }: ChangeParts,
  change: RecipientAddressChange,
  actor: string,
): Promise<void> {
  const refused = await hands.take([change.message], () =>
    storage.changeRecipient({ ...change, actor, now: clock.now() }),
  )
  if (refused === 'missing') throw notFound('recipient', `${change.message} ${change.number}`)
  if (refused !== null) throw new EngineError('CONFLICT', WHY[refused])
  hands.changed([change.message])
}

const WHY: Record<Exclude<RecipientRefusal, 'missing'>, string> = {
  active: 'An attempt to this recipient is going on: wait until it ends, then change the address.',
  done: 'This recipient is done: its address stays as it was.',
  pending: 'The message waits to be deleted or bounced: undo that first, then change the address.',
  double: 'That address is a recipient of this message already: delete this message for one of them instead.',
}
