/** The tokens of routes on disk: sealed, together with whom they belong to, so that other settings never use them. */
import { z } from 'zod'
import type { Logger, SecretStore } from '../ports.ts'
import type { SetupStorage } from '../storage/storage.ts'
import { type TokenSet, tokenSetSchema } from './token-set.ts'

export interface StoredSignIn {
  /** identity.ts */
  readonly identity: string
  readonly tokens: TokenSet
}

export interface TokenStore {
  /** null where none are stored, or they cannot be opened; those stay as they are. */
  read(route: string): Promise<StoredSignIn | null>
  /** Resolves when they are on disk. */
  write(route: string, signIn: StoredSignIn): Promise<void>
  forget(route: string): Promise<void>
  /** Routes that something is, or was, stored for. */
  routes(): Promise<readonly string[]>
}

const storedSchema = z.object({ version: z.literal(1), identity: z.string(), tokens: tokenSetSchema })

/** A value that is empty stands for none: the store has no way to remove one. */
const NONE = ''

/** Names of the routes, as JSON: values cannot be listed. */
const INDEX = 'oauth:routes'

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
  const routes = async () => readNames(await storage.getValue(INDEX))
  const setRoutes = (names: readonly string[]) => storage.setValue(INDEX, JSON.stringify(names))
  return {
    routes,
    async read(route) {
      const sealed = await storage.getValue(keyOf(route))
      if (sealed === null || sealed === NONE) return null
      try {
        const { identity, tokens } = storedSchema.parse(JSON.parse(await secrets.open(sealed)))
        return { identity, tokens }
      } catch {
        // The cause may quote what was stored.
        logger.warn('The stored sign-in of a route cannot be opened: sign in again.', { route })
        return null
      }
    },
    write: (route, signIn) =>
      inTurn(async () => {
        const names = await routes()
        // Named first, so that nothing is stored that nobody would find again.
        if (!names.includes(route)) await setRoutes([...names, route])
        const text = JSON.stringify({ version: 1, ...signIn })
        await storage.setValue(keyOf(route), await secrets.seal(text))
      }),
    forget: (route) =>
      inTurn(async () => {
        await storage.setValue(keyOf(route), NONE)
        const names = await routes()
        if (names.includes(route)) await setRoutes(names.filter((name) => name !== route))
      }),
  }
}

function keyOf(route: string): string {
  return `oauth:route:${route}`
}

function readNames(text: string | null): string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(text ?? '[]'))
  } catch {
    return []
  }
}
