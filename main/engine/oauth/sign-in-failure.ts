/**
 * unreachable  the provider cannot be asked, or is not well: what is stored stays good and it is asked again
 * settings     it refuses the program: a setting of the route, or of the app registration, has to be corrected
 * needed       nobody has signed in yet
 * revoked      it takes the sign-in no more: somebody has to sign in again
 * declined     a sign-in that somebody began came to nothing; what was there before stays
 */
export type SignInFailureKind = 'unreachable' | 'settings' | 'needed' | 'revoked' | 'declined'

/** Why there is no token. The message is for a person: what happened, why, what to do; it never holds a secret. */
export class SignInFailure extends Error {
  override readonly name = 'SignInFailure'
  readonly kind: SignInFailureKind
  /** Milliseconds that the provider wants to be left alone; null where it did not say. */
  readonly retryAfter: number | null

  constructor(
    kind: SignInFailureKind,
    message: string,
    options: { cause?: unknown; retryAfter?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.kind = kind
    this.retryAfter = options.retryAfter ?? null
  }
}

export const NOBODY_SIGNED_IN = 'Nobody has signed in for this route yet. Sign in; the mail waits.'

export function needsSignIn(): SignInFailure {
  return new SignInFailure('needed', NOBODY_SIGNED_IN)
}
