import type { ListenerStatus } from '../../../shared/contract/system.ts'
import type { Listener } from '../../../shared/domain/config.ts'
import type { LightTone } from '../../ui/light.tsx'

export const TLS_CHOICES = [
  { value: 'starttls', label: 'STARTTLS: offered' },
  { value: 'implicit', label: 'From the start (as on port 465)' },
  { value: 'none', label: 'None' },
]

export const AUTH_CHOICES = [
  { value: 'optional', label: 'Offered' },
  { value: 'required', label: 'Required' },
  { value: 'off', label: 'Off' },
]

export const LONG_LINES = [
  { value: 'pass', label: 'Pass on as they are' },
  { value: 'fold', label: 'Fold' },
  { value: 'refuse', label: 'Refuse the message' },
]

const TLS_WORDS = { starttls: 'STARTTLS', implicit: 'TLS from the start', none: 'no TLS' }
const AUTH_WORDS = { optional: 'sign-in offered', required: 'sign-in required', off: 'no sign-in' }

/** "STARTTLS, sign-in offered, trusts 127.0.0.0/8". */
export function listenerSummary({ tls, auth, trustedNetworks }: Listener): string {
  const trust = trustedNetworks.length === 0 ? 'trusts no network' : `trusts ${trustedNetworks.join(', ')}`
  return `${TLS_WORDS[tls]}, ${AUTH_WORDS[auth]}, ${trust}`
}

export function listenerTone(status: ListenerStatus | undefined): LightTone {
  if (!status) return 'off'
  return ({ listening: 'ok', disabled: 'off', failed: 'bad' } as const)[status.state]
}
