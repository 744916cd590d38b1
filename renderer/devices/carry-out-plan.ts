/** Makes what a plan says must exist, in an order in which nothing waits for what follows. */
import type { Client } from '../../shared/contract/contract.ts'
import type { DevicePlan } from '../../shared/devices/plan-device.ts'

/** The password that was made for the device; null where it does not sign in. */
export async function carryOutPlan(client: Client, plan: DevicePlan, name: string): Promise<string | null> {
  const { listener, network, account } = plan
  if (listener.kind === 'add') await client.listeners.create({ item: listener.item })
  if (network?.kind === 'add') await client.networks.create({ item: network.item })
  if (network?.kind === 'change') await client.networks.update({ name: network.name, item: network.item })
  if (account === null) return null
  if (account.kind === 'add') return (await client.accounts.create(account.item)).password
  const made = await client.accounts.createAppPassword({ username: account.name, name: name.slice(0, 64) })
  return made.password
}
