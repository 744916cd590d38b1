/** What the AADSTS numbers that a relay meets ask for. Pure data; learn.microsoft.com/entra/identity-platform/reference-error-codes */
import type { SignInFailureKind } from './sign-in-failure.ts'

interface Advice {
  readonly kind: SignInFailureKind
  readonly text: string
}

/** The advice for the first number in a description; null where there is none that is known. */
export function microsoftAdvice(description: string | undefined): Advice | null {
  const number = /AADSTS(\d{4,8})/.exec(description ?? '')?.[1]
  return number === undefined ? null : (ADVICE[number] ?? null)
}

const revoked = (text: string): Advice => ({ kind: 'revoked', text })
const settings = (text: string): Advice => ({ kind: 'settings', text })
const unreachable = (text: string): Advice => ({ kind: 'unreachable', text })

const ADVICE: Readonly<Record<string, Advice>> = {
  50173: revoked('The password was changed or the sessions were ended since the sign-in. Sign in again.'),
  50132: revoked('The session was ended at Microsoft. Sign in again.'),
  50133: revoked('The password expired or was changed. Sign in again.'),
  70008: revoked('The sign-in ran out because it was not used. Sign in again.'),
  700082: revoked('The sign-in ran out because it was not used for 90 days. Sign in again.'),
  700084: revoked('The sign-in ran out. Sign in again.'),
  70043: revoked('A sign-in frequency policy of the organisation ended the sign-in. Sign in again.'),
  50076: revoked('Microsoft wants a second factor now. Sign in again.'),
  50078: revoked('The second factor ran out. Sign in again.'),
  50079: revoked('A second factor has to be set up for the mailbox. Sign in again and follow the page.'),
  50057: revoked('The account is blocked. Let an administrator unblock it, then sign in again.'),
  53003: revoked(
    'A conditional access policy forbids it. Let an administrator allow it, then sign in again.',
  ),
  65001: revoked(
    'Nobody agreed to the access yet, or the consent was withdrawn. Sign in again, or let an administrator grant consent.',
  ),
  7000222: settings(
    'The client secret has expired. Make a new one in the app registration and enter it in the route.',
  ),
  7000215: settings('The client secret is wrong. Enter the value of the secret in the route, not its id.'),
  700027: settings(
    'The certificate is not known to the app registration. Upload it there, or correct certificate and private key of the route.',
  ),
  7000218: settings(
    'The app registration wants a client secret. Allow public client flows there, or enter a secret in the route.',
  ),
  700016: settings(
    'There is no such app in this directory. Correct the client id or the tenant of the route.',
  ),
  90002: settings('There is no such tenant. Correct the tenant of the route.'),
  900023: settings('There is no such tenant. Correct the tenant of the route.'),
  50011: settings(
    'The redirect address is not registered. Add http://localhost as a redirect of a mobile and desktop application.',
  ),
  500011: settings(
    'Exchange Online is not there in this directory. Correct the tenant, or add the Office 365 Exchange Online permission.',
  ),
  50034: settings(
    'There is no such account in this directory. Correct the user name or the tenant of the route.',
  ),
  50194: settings('The app is for one directory only. Enter the tenant in the route.'),
  90033: unreachable('A service of Microsoft is not there just now.'),
  50196: unreachable('Microsoft slows the program down.'),
}
