import type { ListenerStatus } from '../../../shared/contract/system.ts'
import type { Listener } from '../../../shared/domain/config.ts'
import { t } from '../../text/t.ts'
import type { LightTone } from '../../ui/light.tsx'

export const tlsChoices = () => [
  { value: 'starttls', label: t('STARTTLS: offered') },
  { value: 'implicit', label: t('From the start (as on port 465)') },
  { value: 'none', label: t('None') },
]

export const authChoices = () => [
  { value: 'optional', label: t('Offered') },
  { value: 'required', label: t('Required') },
  { value: 'off', label: t('Off') },
]

export const longLines = () => [
  { value: 'pass', label: t('Pass on as they are') },
  { value: 'fold', label: t('Fold') },
  { value: 'refuse', label: t('Refuse the message') },
]

const TLS_WORDS = {
  starttls: () => t('STARTTLS'),
  implicit: () => t('TLS from the start'),
  none: () => t('no TLS'),
}
const AUTH_WORDS = {
  optional: () => t('sign-in offered'),
  required: () => t('sign-in required'),
  off: () => t('no sign-in'),
}

/** "STARTTLS, sign-in offered, trusts 127.0.0.0/8". */
export function listenerSummary({ tls, auth, trustedNetworks }: Listener): string {
  const trust =
    trustedNetworks.length === 0
      ? t('trusts no network')
      : t('trusts {networks}', { networks: trustedNetworks.join(', ') })
  return `${TLS_WORDS[tls]()}, ${AUTH_WORDS[auth]()}, ${trust}`
}

export function listenerTone(status: ListenerStatus | undefined): LightTone {
  if (!status) return 'off'
  return ({ listening: 'ok', disabled: 'off', failed: 'bad' } as const)[status.state]
}
