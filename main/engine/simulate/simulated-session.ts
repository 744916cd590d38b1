import type { SimulatedMail } from '../../../shared/contract/rules.ts'
import type { Listener } from '../../../shared/domain/config.ts'
import type { EngineConfig } from '../config/config-source.ts'
import { invalid } from '../engine-error.ts'
import { normalizeAddress } from '../inbound/client-network.ts'
import { isTrusted, known, newSessionState, type SessionState } from '../inbound/session-state.ts'
import type { SimulationParts } from './simulate.ts'

const THIS_COMPUTER = '127.0.0.1'

/**
 * A session that nobody opened, just before MAIL.
 * @throws EngineError INVALID where the listener or the account is not there
 */
export function openSimulatedSession(
  { config, accounts }: Pick<SimulationParts, 'config' | 'accounts'>,
  { listener: name, client = THIS_COMPUTER, account: username, tls }: SimulatedMail,
): SessionState {
  const listener = findListener(config, name)
  const state = newSessionState(
    () => listener,
    () => config,
    normalizeAddress(client),
  )
  if (tls) state.tls = { protocol: 'TLSv1.3', cipher: '' }
  if (username === undefined) return state
  state.account = accounts.find(username)
  if (state.account === null)
    throw invalid([{ path: ['mail', 'account'], message: `There is no account "${username}".` }])
  return state
}

function findListener({ listeners }: EngineConfig, name: string | undefined): Listener {
  const found =
    name === undefined
      ? (listeners.find(({ enabled }) => enabled) ?? listeners[0])
      : listeners.find((listener) => listener.name === name)
  if (found) return found
  const message =
    name === undefined ? 'There is no listener: add one first.' : `There is no listener "${name}".`
  throw invalid([{ path: ['mail', 'listener'], message }])
}

/** How the client is seen. */
export function describeClient(state: SessionState): string {
  const { network } = known(state)
  const parts = [
    state.account && `account ${state.account.username}`,
    network && `network ${network.name}`,
    !network && isTrusted(state) ? `trusted address ${state.client}` : null,
  ].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(', ') : 'stranger'
}
