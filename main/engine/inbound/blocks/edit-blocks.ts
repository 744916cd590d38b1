/** Blocking a client and letting it in again: changes of the configuration. */
import type { Block } from '../../../../shared/contract/security.ts'
import type { Config } from '../../../../shared/domain/config.ts'
import { matchesNetwork, parseAddress } from '../../../../shared/domain/network.ts'
import type { ConfigStore } from '../../config/config-store.ts'
import { invalid, notFound } from '../../engine-error.ts'

export interface BlockRequest {
  /** An address, or a network in CIDR notation. */
  readonly client: string
  readonly note: string
  readonly until: number | null
}

export interface BlockContext {
  readonly config: Pick<ConfigStore, 'bare' | 'change'>
  readonly now: number
  readonly actor: string
  /** Addresses of this computer, besides its loopback ones. */
  readonly ownAddresses: readonly string[]
}

/** Those that hold now. */
export function currentBlocks({ blockedClients }: Pick<Config, 'blockedClients'>, now: number): Block[] {
  return blockedClients.filter(({ until }) => until === null || until > now)
}

/** Throws EngineError INVALID for this computer's own addresses, and for a time that is over. Replaces an older block. */
export async function blockClient(
  request: BlockRequest,
  { config, now, actor, ownAddresses }: BlockContext,
): Promise<void> {
  const client = normalized(request.client)
  const own = ownAddresses.find((address) => matchesNetwork(client, address))
  if (isLoopback(client) || own !== undefined)
    throw invalid([{ path: ['client'], message: ownAddress(client, own ?? null) }])
  // "::ffff:10.0.0.0/95" is written as IPv6, stands for IPv4, and reaches beyond it.
  if (!matchesNetwork(client, client.split('/')[0] ?? ''))
    throw invalid([{ path: ['client'], message: `${client} holds no address: write the network as IPv4.` }])
  if (request.until !== null && request.until <= now)
    throw invalid([{ path: ['until'], message: 'This time is over already: choose one to come.' }])
  const block = { client, note: request.note, since: now, until: request.until }
  const until = block.until === null ? 'for good' : new Date(block.until).toISOString()
  const detail = { client, note: block.note, until }
  await config.change({ actor, action: 'client blocked', detail }, (bare) => ({
    ...bare,
    blockedClients: [...others(bare, client, now), block],
  }))
}

/** Throws EngineError NOT_FOUND where it is not blocked. */
export async function unblockClient(
  name: string,
  { config, now, actor }: Omit<BlockContext, 'ownAddresses'>,
): Promise<void> {
  const client = normalized(name)
  const change = { actor, action: 'client unblocked', detail: { client } }
  await config.change(change, (bare) => {
    if (!currentBlocks(bare, now).some((block) => normalized(block.client) === client))
      throw notFound('blocked client', name)
    return { ...bare, blockedClients: others(bare, client, now) }
  })
}

/** What is over goes with each change. */
function others(config: Config, client: string, now: number): Block[] {
  return currentBlocks(config, now).filter((block) => normalized(block.client) !== client)
}

/** "::ffff:192.0.2.5" is "192.0.2.5", and so is "192.0.2.5/32". */
function normalized(client: string): string {
  const [address = '', bits] = client.split('/')
  const parsed = parseAddress(address)
  if (parsed === null) return client
  const whole = parsed.kind() === 'ipv4' && !address.includes(':') ? '32' : '128'
  return bits === undefined || bits === whole ? parsed.toString() : client
}

function isLoopback(client: string): boolean {
  const [address = ''] = client.split('/')
  const holdsLoopback = ['127.0.0.1', '::1'].some((own) => matchesNetwork(client, own))
  return holdsLoopback || parseAddress(address)?.range() === 'loopback'
}

function ownAddress(client: string, own: string | null): string {
  const which = own === null || own === client ? client : `${own}, which ${client} includes,`
  return `${which} is an address of this computer: its own programs would be shut out. Choose another address or a smaller network.`
}
