/** What inbound does with changed listeners: see BoundListener.fits. Pure. */
import { isDeepStrictEqual } from 'node:util'
import type { Effect } from '../../../../shared/contract/configuration.ts'
import type { Listener } from '../../../../shared/domain/config.ts'
import { type ConfigPair, count, type EffectFacts, info, listed, warning } from './effect-facts.ts'

export function listenerEffects({ before, after }: ConfigPair, facts: EffectFacts): Effect[] {
  const gone = before.listeners.filter(({ name }) => !after.listeners.some((one) => one.name === name))
  // Under another name it is another listener: its port is closed and opened.
  const came = after.listeners.filter(({ name }) => !before.listeners.some((one) => one.name === name))
  const renamed = gone.length === 1 && came.length === 1 && before.listeners.length === after.listeners.length
  if (renamed && gone[0] && came[0]) return [...changed(gone[0], came[0], facts), ...rest()]
  return [
    ...gone.flatMap((listener) => stopped(listener, facts)),
    ...came.flatMap((listener) => started(listener, facts)),
    ...rest(),
  ]

  function rest(): Effect[] {
    return after.listeners.flatMap((next) => {
      const old = before.listeners.find(({ name }) => name === next.name)
      return old === undefined || isDeepStrictEqual(old, next) ? [] : changed(old, next, facts)
    })
  }
}

function changed(old: Listener, next: Listener, facts: EffectFacts): Effect[] {
  if (!old.enabled) return next.enabled ? started(next, facts) : []
  if (!next.enabled) return stopped(old, facts)
  return [...rights(old, next), ...(fits(old, next) ? goesOn(next, facts) : restarted(old, next, facts))]
}

function fits(old: Listener, next: Listener): boolean {
  const isImplicit = ({ tls }: Listener) => tls === 'implicit'
  return (
    old.name === next.name &&
    old.host === next.host &&
    old.port === next.port &&
    isImplicit(old) === isImplicit(next)
  )
}

function restarted(old: Listener, next: Listener, facts: EffectFacts): Effect[] {
  const open = connectionsOf(old, facts)
  const moved = old.host !== next.host || old.port !== next.port
  const where = moved
    ? ` at ${addressOf(next)}: devices that send to ${addressOf(old)} have to be changed`
    : ''
  const text = `The listener "${next.name}" is restarted${where}.${ends(open)}`
  return [open > 0 || moved ? warning(text) : info(text), ...portTaken(next, facts)]
}

function goesOn(next: Listener, facts: EffectFacts): Effect[] {
  const open = connectionsOf(next, facts)
  if (open === 0) return []
  return [
    info(
      `The listener "${next.name}" goes on; ${count(open, 'open session sees', 'open sessions see')} the change with the next command.`,
    ),
  ]
}

function started(listener: Listener, facts: EffectFacts): Effect[] {
  if (!listener.enabled) return []
  const taken = portTaken(listener, facts)
  return taken.length > 0 ? taken : [info(`The listener "${listener.name}" opens ${addressOf(listener)}.`)]
}

function stopped(listener: Listener, facts: EffectFacts): Effect[] {
  if (!listener.enabled) return []
  const open = ends(connectionsOf(listener, facts))
  return [
    warning(
      `The listener "${listener.name}" stops: nothing can send to ${addressOf(listener)} any more.${open}`,
    ),
  ]
}

function portTaken(listener: Listener, { portProblems }: EffectFacts): Effect[] {
  const problem = portProblems.get(listener.name)
  return problem === undefined
    ? []
    : [warning(`The listener "${listener.name}" cannot be opened there now. ${problem}`)]
}

/** RFC 5321 §3.8: 421 at the next command; a message that is coming in has a minute. */
function ends(open: number): string {
  if (open === 0) return ''
  return ` ${count(open, 'open session ends', 'open sessions end')} with 421; messages that are coming in have a minute.`
}

function rights(old: Listener, next: Listener): Effect[] {
  const distrusted = old.trustedNetworks.filter((network) => !next.trustedNetworks.includes(network))
  return [
    ...(distrusted.length === 0
      ? []
      : [
          warning(
            `Clients from ${listed(distrusted)} can no longer send to "${next.name}" without signing in, unless a named network lets them.`,
          ),
        ]),
    ...(next.auth === 'required' && old.auth !== 'required'
      ? [warning(`Clients that do not sign in are refused at "${next.name}", trusted ones too.`)]
      : []),
    ...(next.auth === 'off' && old.auth !== 'off'
      ? [warning(`Nobody can sign in at "${next.name}" any more: only trusted clients can send.`)]
      : []),
    ...(next.tls === 'none' && old.tls !== 'none'
      ? [warning(`"${next.name}" no longer offers TLS: clients that insist on it cannot send.`)]
      : []),
    ...(next.tls === 'implicit' && old.tls !== 'implicit'
      ? [warning(`"${next.name}" expects TLS from the start: clients that begin without it cannot send.`)]
      : []),
  ]
}

function connectionsOf({ name }: Listener, { listeners }: EffectFacts): number {
  return listeners.find((one) => one.name === name)?.connections ?? 0
}

function addressOf({ host, port }: Listener): string {
  if (port === 0) return `a free port of ${host}`
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
