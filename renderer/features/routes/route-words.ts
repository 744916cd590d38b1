/** Routes in words. */
import type { RouteStatus } from '../../../shared/contract/system.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Route, RouteKind } from '../../../shared/domain/route.ts'
import type { LightTone } from '../../ui/light.tsx'

export const KINDS: ReadonlyArray<{
  readonly value: RouteKind
  readonly label: string
  readonly hint: string
}> = [
  {
    value: 'smarthost',
    label: 'Smart host',
    hint: 'Another mail server takes it onward, usually with a sign-in: your provider.',
  },
  {
    value: 'mx',
    label: 'Straight to the recipients (MX)',
    hint: 'To each recipient domain’s own server. Needs a fixed address with a good name; port 25 must be open outward.',
  },
  {
    value: 'maildir',
    label: 'Mailboxes here (Maildir)',
    hint: 'Into folders on this computer, one for each recipient.',
  },
  { value: 'lmtp', label: 'Mailbox server (LMTP)', hint: 'To a mailbox server such as Dovecot.' },
  { value: 'capture', label: 'Capture', hint: 'Kept and shown here, never sent. For tests.' },
  { value: 'hold', label: 'Hold', hint: 'Kept here until you release it.' },
]

/** "Smart host smtp.provider.example, port 587, signs in as office". */
export function routeSummary(route: Route): string {
  switch (route.kind) {
    case 'smarthost':
      return `Smart host ${route.host}, port ${route.port}${route.auth ? `, signs in as ${route.auth.username}` : ''}`
    case 'mx':
      return 'Straight to the recipients’ servers (MX)'
    case 'maildir':
      return `Mailboxes in ${route.path}`
    case 'lmtp':
      return `Mailbox server ${route.host}, port ${route.port} (LMTP)`
    case 'capture':
      return 'Captured here, never sent'
    case 'hold':
      return 'Held here until you release it'
    default:
      return assertNever(route)
  }
}

export function routeTone(status: RouteStatus | undefined): LightTone {
  if (!status) return 'off'
  if (status.paused) return 'warn'
  if (isFailing(status) || status.signIn?.state === 'revoked') return 'bad'
  if (status.signIn?.state === 'needed' || status.waitingFor !== null) return 'warn'
  return status.lastSuccessAt === null ? 'off' : 'ok'
}

export function isFailing(status: RouteStatus): boolean {
  return status.lastFailureAt !== null && status.lastFailureAt > (status.lastSuccessAt ?? 0)
}
