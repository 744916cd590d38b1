import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { MemoryEngine } from './memory-engine.ts'

const os = implement(contract)

/** What routes can do besides being stored: signing in, starting, closing circuits. */
export function routeProcedures(engine: MemoryEngine) {
  return {
    signIn: os.routes.signIn.handler(async function* ({ input, signal }) {
      const route = engine.config.routes.find(({ name }) => name === input.name)
      const auth = route?.kind === 'smarthost' ? route.auth : undefined
      if (auth?.kind !== 'oauth2') {
        yield { kind: 'failed', text: 'This route does not sign in with OAuth2.' }
        return
      }
      if (auth.grant === 'device-code')
        yield {
          kind: 'device',
          url: 'https://microsoft.com/devicelogin',
          userCode: 'F7KQ2XWPA',
          expiresAt: engine.now() + 900_000,
        }
      if (auth.grant === 'authorization-code')
        yield { kind: 'browser', url: 'https://login.provider.example/authorize?client_id=mailroom' }
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      if (!signal?.aborted) yield { kind: 'signed-in', username: auth.username }
    }),
    signOut: os.routes.signOut.handler(() => ({})),
    start: os.routes.start.handler(() => ({ messages: 0 })),
    closeCircuit: os.routes.closeCircuit.handler(() => ({})),
  }
}
