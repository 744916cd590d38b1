/** The envelope that the next hop gets where rules rewrite it. Storage, reports and history keep the addresses that came. Pure. */
import type { DeliveryRequest } from '../delivery/delivery.ts'
import type { Claim } from '../storage/storage.ts'
import type { ChangedMail, Job } from './job.ts'
import type { Judgement } from './judge.ts'

export function envelopeOf({ claim, changed }: Job): Pick<DeliveryRequest, 'envelope' | 'recipients'> {
  const { envelope, recipients } = claim
  if (!changed) return { envelope, recipients }
  const { sender, addresses } = changed
  const needsUtf8 = [sender, ...addresses.values()].some((address) => /[^\x20-\x7e]/.test(address))
  return {
    envelope: { ...envelope, sender, smtpUtf8: envelope.smtpUtf8 || needsUtf8 },
    recipients: recipients.map((recipient) => {
      const address = addresses.get(recipient.number)
      if (address === undefined) return recipient
      // RFC 3461 §5.2.3: who reports further on names the recipient that the sender wrote.
      const originalRecipient = recipient.originalRecipient ?? `rfc822;${recipient.address}`
      return { ...recipient, address, originalRecipient }
    }),
  }
}

/** History and reports name the recipient that the sender wrote, and say what the next hop saw. */
export function tellRewriting(
  { envelope }: Claim,
  { sender, addresses }: ChangedMail,
  judgement: Judgement,
): Judgement {
  const address = addresses.get(judgement.result.recipient)
  const words = [
    ...(address === undefined ? [] : [`Sent to ${address} by the relay rules.`]),
    ...(sender === envelope.sender ? [] : [`Sent as ${sender} by the relay rules.`]),
  ]
  const { report } = judgement
  const told =
    report === null || address === undefined
      ? judgement
      : { ...judgement, report: { ...report, sentTo: address } }
  return addToNote(told, words)
}

/** What could not be changed as the rules ask. */
export function tellProblems(problems: readonly string[], judgement: Judgement): Judgement {
  return addToNote(judgement, problems)
}

function addToNote(judgement: Judgement, words: readonly string[]): Judgement {
  const { result } = judgement
  if (result.history === null || words.length === 0) return judgement
  const note = [result.history.note, ...words].filter((part) => part !== null).join(' ')
  return { ...judgement, result: { ...result, history: { ...result.history, note } } }
}
