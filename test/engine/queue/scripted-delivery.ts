import type {
  Delivery,
  DeliveryRequest,
  RecipientOutcome,
  RouteBlock,
} from '../../../main/engine/delivery/delivery.ts'
import type { Route } from '../../../shared/domain/route.ts'

/** "250 Taken", "451 4.7.1 Later", "550 5.1.1 No such user", or no reply at all. */
export type Answer = string | 'released' | 'connection refused'

export interface Attempt {
  readonly request: DeliveryRequest
  readonly addresses: readonly string[]
  /** Tells the fate of these recipients (all that are left where none are named). */
  answer(answer: Answer, addresses?: readonly string[]): void
}

/** A next hop that answers as it is told: at once where a script is set, else when the test says so. */
export class ScriptedDelivery implements Delivery {
  readonly attempts: Attempt[] = []
  readonly capacities = new Map<string, number>()
  /** Answers a recipient at once; null leaves it to the test. */
  script: (address: string, request: DeliveryRequest) => Answer | null = () => '250 2.0.0 Taken'
  #busy = new Map<string, number>()

  capacity({ name, maxConnections }: Route): number {
    return (this.capacities.get(name) ?? maxConnections) - (this.#busy.get(name) ?? 0)
  }

  /** Why routes take nothing, by name; tell `blocksChanged` of it. */
  readonly blocks = new Map<string, RouteBlock>()
  readonly #listeners = new Set<() => void>()

  blocked({ name }: Route): RouteBlock | null {
    return this.blocks.get(name) ?? null
  }

  onBlocksChanged(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  blocksChanged(): void {
    for (const listener of this.#listeners) listener()
  }

  circuits(): [] {
    return []
  }

  pacing(): [] {
    return []
  }

  /** As if every block were an open circuit. */
  closeCircuits(route: string): void {
    if (this.blocks.delete(route)) this.blocksChanged()
  }

  async deliver(
    request: DeliveryRequest,
    onOutcome: (outcomes: readonly RecipientOutcome[]) => void,
  ): Promise<void> {
    const { route, recipients, signal } = request
    const open = new Map(recipients.map(({ address, number }) => [address, number]))
    this.#busy.set(route.name, (this.#busy.get(route.name) ?? 0) + 1)
    await new Promise<void>((resolve) => {
      const answer = (text: Answer, addresses: readonly string[] = [...open.keys()]) => {
        const numbers = addresses.map((address) => open.get(address)).filter((number) => number !== undefined)
        for (const address of addresses) open.delete(address)
        onOutcome(numbers.map((number) => outcomeOf(number, text)))
        if (open.size === 0) resolve()
      }
      signal.addEventListener('abort', () => open.size > 0 && answer('released'))
      this.attempts.push({ request, addresses: recipients.map(({ address }) => address), answer })
      for (const { address } of recipients) {
        const text = this.script(address, request)
        if (text !== null) answer(text, [address])
      }
    })
    this.#busy.set(route.name, (this.#busy.get(route.name) ?? 0) - 1)
  }

  async stop(): Promise<void> {}

  /** Attempts that had this recipient. */
  to(address: string): Attempt[] {
    return this.attempts.filter(({ addresses }) => addresses.includes(address))
  }
}

function outcomeOf(recipient: number, answer: Answer): RecipientOutcome {
  if (answer === 'released') return { recipient, host: null, sessionId: null, kind: 'released' }
  if (answer === 'connection refused')
    return {
      recipient,
      host: 'mx1.next.test [192.0.2.7]',
      sessionId: null,
      kind: 'deferred',
      reply: { code: null, enhanced: null, text: answer },
    }
  const [, code = '', enhanced = null, text = ''] = /^(\d{3})(?: (\d\.\d+\.\d+))? ?(.*)$/.exec(answer) ?? []
  const kind = code < '400' ? 'delivered' : code < '500' ? 'deferred' : 'refused'
  const reply = { code: Number(code), enhanced, text }
  return { recipient, host: 'mx1.next.test [192.0.2.7]', sessionId: null, kind, reply }
}
