import { implement } from '@orpc/server'
import { contract } from '../../shared/contract/contract.ts'
import type { RpcContext } from './context.ts'
import { toContractError } from './expected-errors.ts'

/** The contract, ready to be implemented: every failure of a call leaves as one of the contract's errors. */
export const implementer = implement(contract)
  .$context<RpcContext>()
  .use(async ({ next, context, path }) => {
    try {
      return await next()
    } catch (error) {
      throw toContractError(error, path, context.engine.logger)
    }
  })

/** The same for what a stream throws after the call itself has succeeded. */
export async function* guardStream<T>(
  stream: AsyncIterable<T>,
  context: RpcContext,
  path: readonly string[],
): AsyncGenerator<T, void> {
  try {
    yield* stream
  } catch (error) {
    throw toContractError(error, path, context.engine.logger)
  }
}
