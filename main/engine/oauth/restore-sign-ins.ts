/**
 * What was stored, for the routes that there are now: the configuration may have been replaced while nobody ran, or the
 * engine ended between a change of a route and that of its tokens.
 */
import { identityOf } from './identity.ts'
import type { OAuthRoute } from './route-sign-in.ts'
import type { TokenSet } from './token-set.ts'
import type { StoredSignIn, TokenStore } from './token-store.ts'

/** Tokens by route. A route that was renamed gets its own; those of nobody any more are forgotten. */
export async function restoreSignIns(
  store: TokenStore,
  routes: readonly OAuthRoute[],
): Promise<ReadonlyMap<string, TokenSet>> {
  const stored = new Map<string, StoredSignIn>()
  for (const name of await store.routes()) {
    const signIn = await store.read(name)
    if (signIn) stored.set(name, signIn)
  }
  const restored = new Map<string, TokenSet>()
  for (const { name, auth } of routes) {
    const signIn = stored.get(name)
    if (signIn?.identity !== identityOf(auth)) continue
    restored.set(name, signIn.tokens)
    stored.delete(name)
  }
  for (const { name, auth } of routes) {
    const [before, signIn] = [...stored].find(([, one]) => one.identity === identityOf(auth)) ?? []
    if (restored.has(name) || before === undefined || signIn === undefined) continue
    await store.write(name, signIn)
    restored.set(name, signIn.tokens)
    if (before !== name) await store.forget(before)
    stored.delete(before)
  }
  for (const name of stored.keys()) if (!restored.has(name)) await store.forget(name)
  return restored
}
