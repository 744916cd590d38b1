import type { AccountStore } from '../config/account-store.ts'
import type { ConfigSource } from '../config/config-source.ts'
import type { Statistics } from '../statistics/statistics.ts'
import type { ExpectedDevice } from './silent-devices.ts'

export interface DeviceSources {
  readonly accounts: Pick<AccountStore, 'list'>
  readonly config: Pick<ConfigSource, 'current'>
  readonly statistics: Pick<Statistics, 'networksSeen'>
}

/** Accounts and networks in use that are watched for silence, and when each was last heard of. */
export async function expectedDevices({
  accounts,
  config,
  statistics,
}: DeviceSources): Promise<ExpectedDevice[]> {
  const ofAccounts = accounts
    .list()
    .flatMap(({ username: name, silentAfter, disabled, lastUsedAt, createdAt }) =>
      silentAfter === undefined || disabled ? [] : [{ name, silentAfter, seenAt: lastUsedAt ?? createdAt }],
    )
  const networks = config.current().networks.filter(({ enabled, silentAfter }) => enabled && silentAfter)
  if (networks.length === 0) return ofAccounts
  const seen = await statistics.networksSeen()
  const ofNetworks = networks.flatMap(({ name, silentAfter }) => {
    const seenAt = seen.get(name)
    return silentAfter === undefined || seenAt === undefined ? [] : [{ name, silentAfter, seenAt }]
  })
  return [...ofAccounts, ...ofNetworks]
}
