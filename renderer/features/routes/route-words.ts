/** Routes in words. */

import type { RouteStatus } from '../../../shared/contract/system.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Route, RouteKind } from '../../../shared/domain/route.ts'
import { t } from '../../text/t.ts'
import type { LightTone } from '../../ui/light.tsx'

export const kinds = (): ReadonlyArray<{
  readonly value: RouteKind
  readonly label: string
  readonly hint: string
}> => [
  {
    value: 'smarthost',
    label: t('Smart host'),
    hint: t('Another mail server takes it onward, usually with a sign-in: your provider.'),
  },
  {
    value: 'mx',
    label: t('Straight to the recipients (MX)'),
    hint: t(
      'To each recipient domain’s own server. Needs a fixed address with a good name; port 25 must be open outward.',
    ),
  },
  {
    value: 'maildir',
    label: t('Mailboxes here (Maildir)'),
    hint: t('Into folders on this computer, one for each recipient.'),
  },
  {
    value: 'lmtp',
    label: t('Mailbox server (LMTP)'),
    hint: t('To a mailbox server such as Dovecot.'),
  },
  {
    value: 'capture',
    label: t('Capture'),
    hint: t('Kept and shown here, never sent. For tests.'),
  },
  {
    value: 'hold',
    label: t('Hold'),
    hint: t('Kept here until you release it.'),
  },
]

/** "Smart host smtp.provider.example, port 587, signs in as office". */
export function routeSummary(route: Route): string {
  switch (route.kind) {
    case 'smarthost':
      return route.auth
        ? t('Smart host {host}, port {port}, signs in as {username}', {
            host: route.host,
            port: String(route.port),
            username: String(route.auth.username),
          })
        : t('Smart host {host}, port {port}', { host: route.host, port: String(route.port) })
    case 'mx':
      return t('Straight to the recipients’ servers (MX)')
    case 'maildir':
      return t('Mailboxes in {path}', { path: route.path })
    case 'lmtp':
      return t('Mailbox server {host}, port {port} (LMTP)', { host: route.host, port: String(route.port) })
    case 'capture':
      return t('Captured here, never sent')
    case 'hold':
      return t('Held here until you release it')
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
