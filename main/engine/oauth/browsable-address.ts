import { isLoopback } from './is-loopback.ts'
import { SignInFailure } from './sign-in-failure.ts'

/**
 * The address that a person is sent to comes from the provider's documents: only a page of the web may open from here,
 * never a script or a program (javascript:, file:, ms-…:). Throws a SignInFailure.
 */
export function browsableAddress(address: string, provider: string): string {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))) return url.href
  throw new SignInFailure(
    'settings',
    `${provider} names a sign-in page that is no web address with TLS, so it is not opened. Check the issuer.`,
  )
}
