import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import type { SessionId } from '../../../shared/domain/id.ts'
import type { InboundDependencies } from './inbound.ts'
import { tooLarge } from './mail-command.ts'
import { MessageIntake } from './message-intake.ts'
import { isTrusted, type SessionState, type Transaction } from './session-state.ts'

/** Gathers what a message needs to know of its session. Throws the storage's error. */
export function openIntake(
  needs: InboundDependencies,
  state: SessionState,
  transaction: Transaction,
  sessionId: SessionId,
): MessageIntake {
  const { clock, random } = needs.ports
  const { client, tls, account } = state
  const listener = state.listener()
  const id = needs.newMessageId()
  const username = account?.username ?? null
  return new MessageIntake(
    { queue: needs.queue, storage: needs.storage, randomBytes: (count) => random.bytes(count) },
    {
      id,
      transaction,
      origin: { kind: 'smtp', listener: listener.name, account: username, client, sessionId, network: null, tls: tls !== null, authentication: null },
      trace: {
        hello: state.hello ?? { verb: 'HELO', name: '' },
        client,
        hostname: state.config().hostname,
        tls,
        authenticated: account !== null,
        smtpUtf8: transaction.envelope.smtpUtf8,
        id,
        recipients: [...transaction.recipients.values()].map((recipient) => recipient.address),
        receivedAt: clock.now(),
      },
      submission: account !== null || isTrusted(state),
      maxSize: parseByteSize(listener.maxSize),
      tooLarge: (size) => tooLarge(state, size),
    },
  )
}
