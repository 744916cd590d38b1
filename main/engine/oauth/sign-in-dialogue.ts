/** A sign-in while it goes on, as events for whoever asked; leaving the loop gives it up. */

import type { TokenEndpointResponse } from 'openid-client'
import type { SignInEvent } from '../../../shared/contract/routes.ts'
import type { Clock } from '../ports.ts'
import { classifyFailure } from './classify-failure.ts'
import { askBrowser, askDevice, BROWSER_TIME } from './interactive-grant.ts'
import { obtainToken } from './obtain-token.ts'
import type { OpenProvider } from './open-provider.ts'
import type { RouteSignIn } from './route-sign-in.ts'
import { SignInFailure } from './sign-in-failure.ts'
import { type TokenSet, tokensFrom } from './token-set.ts'

/** The last event is signed-in or failed. */
export async function* conductSignIn(
  signIn: RouteSignIn,
  clock: Clock,
  signals: readonly AbortSignal[],
): AsyncGenerator<SignInEvent, void> {
  const left = new AbortController()
  const cancelTime = clock.after(BROWSER_TIME, () => left.abort(new SignInFailure('declined', TOO_LATE)))
  const giveUp = () => left.abort(new SignInFailure('declined', 'The sign-in was given up.'))
  for (const signal of signals) signal.addEventListener('abort', giveUp, { once: true })
  if (signals.some(({ aborted }) => aborted)) giveUp()
  let ask: (event: SignInEvent) => void = () => {}
  const asked = new Promise<SignInEvent>((resolve) => (ask = resolve))
  const ended = run(signIn, clock, ask, left.signal)
  try {
    const first = await Promise.race([asked, ended])
    yield first
    if (first.kind === 'browser' || first.kind === 'device') yield await ended
  } finally {
    cancelTime()
    for (const signal of signals) signal.removeEventListener('abort', giveUp)
    // A request that is under way is not waited for: what it brings is dropped, and it never rejects.
    giveUp()
  }
}

const TOO_LATE = 'Nobody signed in within ten minutes. Begin the sign-in again.'

async function run(
  signIn: RouteSignIn,
  clock: Clock,
  ask: (event: SignInEvent) => void,
  signal: AbortSignal,
): Promise<SignInEvent> {
  let tokens: TokenSet
  let label = 'The provider'
  try {
    const open = await signIn.provider(true)
    label = open.provider.label
    const response = await grant(open, clock, ask, signal)
    signal.throwIfAborted()
    tokens = tokensFrom(response, clock.now(), null)
  } catch (error) {
    const reason = signal.aborted ? signal.reason : error
    return { kind: 'failed', text: classifyFailure(reason, label).message }
  }
  try {
    await signIn.signedIn(tokens)
    return { kind: 'signed-in', username: tokens.username }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { kind: 'failed', text: `The sign-in worked, but it could not be stored: ${reason}` }
  }
}

function grant(
  open: OpenProvider,
  clock: Clock,
  ask: (event: SignInEvent) => void,
  signal: AbortSignal,
): Promise<TokenEndpointResponse> {
  switch (open.settings.grant) {
    case 'authorization-code':
      return askBrowser(open, ask, signal)
    case 'device-code':
      return askDevice(open, ask, signal, clock)
    case 'client-credentials':
    case 'service-account':
      return obtainToken(open, null, clock)
    default:
      return open.settings.grant satisfies never
  }
}
