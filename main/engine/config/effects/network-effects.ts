import type { Effect } from '../../../../shared/contract/configuration.ts'
import type { Config } from '../../../../shared/domain/config.ts'
import { type ConfigPair, info, listed, quoted, warning } from './effect-facts.ts'

type Network = Config['networks'][number]

/** Who can no longer send, and which relay rules lose what they name. */
export function networkEffects({ before, after }: ConfigPair): Effect[] {
  const isRenamed = before.networks.length === after.networks.length
  return before.networks.flatMap((old, index) => {
    const same = after.networks.find(({ name }) => name === old.name)
    const next = same ?? (isRenamed ? after.networks[index] : undefined)
    return next === undefined ? removed(old, after) : changed(old, next)
  })
}

function removed(network: Network, after: Config): Effect[] {
  const rules = after.rules.filter(({ match, except }) =>
    [match, except].some((one) => one?.networks?.includes(network.name)),
  )
  const names = rules.map(({ name }) => name)
  return [
    warning(
      `Clients from ${listed(network.addresses)} can no longer send without signing in, except at listeners that trust them; the limits and the device profile of "${network.name}" no longer count for them.`,
    ),
    ...(names.length === 0
      ? []
      : [
          warning(
            `The relay ${names.length === 1 ? 'rule' : 'rules'} ${quoted(names)} ${names.length === 1 ? 'names' : 'name'} it: change ${names.length === 1 ? 'that' : 'those'} first, it cannot be removed before.`,
          ),
        ]),
  ]
}

function changed(old: Network, next: Network): Effect[] {
  const gone = old.addresses.filter((address) => !next.addresses.includes(address))
  const came = next.addresses.filter((address) => !old.addresses.includes(address))
  return [
    ...(gone.length === 0
      ? []
      : [warning(`Clients from ${listed(gone)} no longer belong to "${next.name}".`)]),
    ...(came.length === 0 ? [] : [info(`Clients from ${listed(came)} belong to "${next.name}" now.`)]),
  ]
}
