/** Every procedure of the contract, given what no window would send: an answer or a failure that is foreseen, never a crash. */
import { expect, test } from 'vitest'
import { TemporaryEngine } from '../../support/temporary-engine.ts'
import { fuzz, SECONDS } from './fuzz.ts'

type Procedure = (input: unknown) => Promise<unknown>

/** They go out, or end the engine: not with invented arguments. */
const LEFT_ALONE = /^(system\.(stop|quit|restart)|backups\.(create|restore)|routes\.test|dkim\.check)/

test(
  'mutants of what procedures take are answered as foreseen, and the engine goes on',
  async () => {
    const { client, logger } = await TemporaryEngine.start()
    const { contract } = await import('../../../shared/contract/contract.ts')
    const names = procedureNames(contract).filter((name) => !LEFT_ALONE.test(name))
    expect(names.length).toBeGreaterThan(40)
    let turn = 0
    await fuzz('contract', async (octets) => {
      turn += 1
      const name = names[turn % names.length] as string
      const input = parsed(octets.toString())
      await settle(procedure(client, name)(input), name)
    })
    expect(logger.lines.filter(({ level }) => level === 'error').map(({ fields }) => fields)).toEqual([])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    await expect(client.queue.list({})).resolves.toBeDefined()
  },
  SECONDS * 1_000 + 60_000,
)

async function settle(answer: Promise<unknown>, name: string): Promise<void> {
  try {
    const value = await answer
    // A stream is left at once.
    if (value && typeof value === 'object' && Symbol.asyncIterator in value)
      await (value as AsyncIterableIterator<unknown>).return?.()
  } catch (error) {
    if (!(error as { defined?: boolean }).defined)
      throw new Error(`${name}: ${String(error)}`, { cause: error })
  }
}

function procedure(client: unknown, name: string): Procedure {
  const [section, method] = name.split('.') as [string, string]
  return (client as Record<string, Record<string, Procedure>>)[section]?.[method] as Procedure
}

function procedureNames(contract: object): string[] {
  return Object.entries(contract).flatMap(([section, methods]) =>
    Object.keys(methods as object).map((method) => `${section}.${method}`),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
