import type { Examination } from '../content/examine-message.ts'
import type { SessionRecorder } from '../sessions/session-log.ts'
import { checkFrom } from './from-check.ts'
import type { InboundDependencies } from './inbound.ts'
import type { LineRules } from './line-policy.ts'
import { tooLarge } from './mail-command.ts'
import { MessageIntake } from './message-intake.ts'
import { fromRightsOf, maxSizeOf, senderOf } from './session-sender.ts'
import { isTrusted, known, type SessionState, type Transaction } from './session-state.ts'
import { tolerateFor } from './tolerate.ts'

/** Gathers what a message needs to know of its session. Throws the storage's error. */
export function openIntake(
  needs: InboundDependencies,
  state: SessionState,
  transaction: Transaction,
  log: SessionRecorder,
): MessageIntake {
  const { clock, random } = needs.ports
  const { client, tls, account } = state
  const listener = state.listener()
  const { network, tolerates } = known(state)
  const id = needs.newMessageId()
  const submission = account !== null || isTrusted(state)
  const lines = lineRules(state, submission)
  const lineEndsTolerated = lines.lineEnds === 'refuse' && tolerates.has('bare-line-ends')
  const from = fromRightsOf(state)
  const sender = senderOf(state)
  const taken = sender && needs.limits.sending.take(sender, transaction.recipients.size)
  return new MessageIntake(
    {
      queue: needs.queue,
      storage: needs.storage,
      randomBytes: (count) => random.bytes(count),
      log,
      tolerate: tolerateFor(state, log),
    },
    {
      id,
      transaction,
      origin: {
        kind: 'smtp',
        listener: listener.name,
        account: account?.username ?? null,
        client,
        sessionId: log.id,
        network: network?.name ?? null,
        tls: tls !== null,
        authentication: null,
      },
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
      submission,
      lines:
        transaction.envelope.body === 'binarymime'
          ? null
          : { ...lines, ...(lineEndsTolerated && { lineEnds: 'normalise' }) },
      lineEndsTolerated,
      examination: examinationOf(needs, state, transaction, submission),
      maxSize: maxSizeOf(state).octets,
      tooLarge: (size) => tooLarge(state, size),
      checkHeader: from && ((octets, complete) => checkFrom(from, octets, complete)),
      refused: taken?.kind === 'refused' ? taken.why : null,
      abandoned: taken?.kind === 'taken' ? taken.giveBack : null,
    },
  )
}

function examinationOf(
  needs: InboundDependencies,
  state: SessionState,
  transaction: Transaction,
  submission: boolean,
): Examination | null {
  if (!needs.examine) return null
  const { client, account, tls } = state
  return needs.examine({
    facts: {
      sender: transaction.envelope.sender,
      account: account?.username ?? null,
      listener: state.listener().name,
      client,
      network: known(state).network?.name ?? null,
      tls: tls !== null,
    },
    client,
    hello: state.hello?.name ?? '',
    submission,
  })
}

/** What is configured for the network, then the listener; else strangers are held to the letter. */
function lineRules(state: SessionState, submission: boolean): LineRules {
  return {
    lineEnds: known(state).lineEnds ?? (submission ? 'normalise' : 'refuse'),
    longLines: state.listener().longLines,
  }
}
