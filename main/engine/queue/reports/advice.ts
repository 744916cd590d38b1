import { statusOf } from './delivery-status.ts'
import type { ReportedRecipient } from './report-content.ts'

/** What the sender can do about it, by cause and status code (RFC 3463 §3). */
export function adviceFor(recipient: ReportedRecipient): string {
  if (recipient.cause === 'delayed') return 'Nothing now. You get another report if it fails for good.'
  if (recipient.cause === 'rule' || recipient.cause === 'operator')
    return 'Ask the postmaster of this server, whose address is below.'
  const status = statusOf(recipient)
  const advice = ADVICE.find(([pattern]) => pattern.test(status))
  if (advice) return advice[1]
  return recipient.cause === 'expired'
    ? 'Reach the recipient another way, or send it again later.'
    : 'Read what the server answered; the administrator of the recipient can say more.'
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/^5\.1\.[0126]$/, 'Check the address for mistakes, then send it again.'],
  [/^5\.1\.10$/, 'The domain takes no mail at all: check the address, or reach the recipient another way.'],
  [/^5\.1\.[78]$/, 'Your own address was not accepted: check the sender address that your program uses.'],
  [/^5\.2\.[01]$/, 'The mailbox takes no mail now: reach the recipient another way.'],
  [/^[45]\.2\.2$/, 'The mailbox is full: tell the recipient another way, and send it again later.'],
  [/^5\.(2\.3|3\.4)$/, 'The message is too large for the recipient: send it in parts, or share a link.'],
  [/^5\.6\.\d+$/, 'The other server cannot take this kind of content: send it in another form.'],
  [
    /^5\.7\.\d+$/,
    'The other server does not allow it: the administrator there, or your postmaster, can say why.',
  ],
]
