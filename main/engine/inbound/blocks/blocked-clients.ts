/** Who is refused before anything else: asked once for each connection, and free where nobody is blocked. */
import type { Config } from '../../../../shared/domain/config.ts'
import { matchesNetwork, parseAddress } from '../../../../shared/domain/network.ts'

export type BlockedClient = Config['blockedClients'][number]

/** Programs of this computer, and so the window's own doors, are never shut out, whatever an imported file says. */
const NEVER = new Set(['127.0.0.1', '::1'])

export class BlockedClients {
  readonly #now: () => number
  #read: readonly BlockedClient[] = []
  #single = new Map<string, BlockedClient>()
  #networks: readonly BlockedClient[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  /** @param client its normalised address */
  find(blocks: readonly BlockedClient[], client: string): BlockedClient | null {
    if (blocks.length === 0 || NEVER.has(client)) return null
    if (blocks !== this.#read) this.#take(blocks)
    const found = this.#single.get(client)
    if (found && this.#holds(found)) return found
    return this.#networks.find((block) => this.#holds(block) && matchesNetwork(block.client, client)) ?? null
  }

  /** Single addresses are looked up, networks gone through: there are few of them. */
  #take(blocks: readonly BlockedClient[]): void {
    this.#read = blocks
    this.#single = new Map()
    const networks: BlockedClient[] = []
    for (const block of blocks) {
      const address = parseAddress(block.client)
      if (address === null) networks.push(block)
      else this.#single.set(address.toString(), block)
    }
    this.#networks = networks
  }

  #holds({ until }: BlockedClient): boolean {
    return until === null || until > this.#now()
  }
}
