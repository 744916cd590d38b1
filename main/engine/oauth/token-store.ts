/** The tokens of a route on disk: sealed, together with whom they belong to, so that other settings never use them. */
import { z } from 'zod'
import type { Logger, SecretStore } from '../ports.ts'
import type { SetupStorage } from '../storage/storage.ts'
import { type TokenSet, tokenSetSchema } from './token-set.ts'

export interface TokenStore {
  /** null where none are stored, they belong to another identity, or they cannot be opened. */
  read(route: string, identity: string): Promise<TokenSet | null>
  /** Resolves when they are on disk. */
  write(route: string, identity: string, tokens: TokenSet): Promise<void>
  forget(route: string): Promise<void>
}

const storedSchema = z.object({ version: z.literal(1), identity: z.string(), tokens: tokenSetSchema })

/** A value that is empty stands for none: the store has no way to remove one. */
const NONE = ''

export function createTokenStore(
  storage: Pick<SetupStorage, 'getValue' | 'setValue'>,
  secrets: SecretStore,
  logger: Logger,
): TokenStore {
  // In the order of the calls, however long the sealing takes: an older sign-in never replaces a newer one.
  let tail: Promise<unknown> = Promise.resolve()
  const inTurn = (write: () => Promise<void>): Promise<void> => {
    const done = tail.then(write)
    tail = done.catch(() => undefined)
    return done
  }
  return {
    async read(route, identity) {
      const sealed = await storage.getValue(keyOf(route))
      if (sealed === null || sealed === NONE) return null
      try {
        const stored = storedSchema.parse(JSON.parse(await secrets.open(sealed)))
        return stored.identity === identity ? stored.tokens : null
      } catch {
        // The cause may quote what was stored.
        logger.warn('The stored sign-in of a route cannot be opened: sign in again.', { route })
        return null
      }
    },
    write(route, identity, tokens) {
      const text = JSON.stringify({ version: 1, identity, tokens })
      return inTurn(async () => storage.setValue(keyOf(route), await secrets.seal(text)))
    },
    forget: (route) => inTurn(() => storage.setValue(keyOf(route), NONE)),
  }
}

function keyOf(route: string): string {
  return `oauth:route:${route}`
}
