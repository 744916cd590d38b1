/**
 * What the schema cannot say of routes that sign in with OAuth2. Secrets are looked at where they are given; one that is
 * left out may be stored already, and is asked for by the sign-in itself where it is not. Pure.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { FieldIssue } from '../../../shared/contract/errors.ts'
import type { OAuthGrant, OAuthSettings } from '../../../shared/domain/oauth.ts'
import type { Route, SmarthostRoute } from '../../../shared/domain/route.ts'
import { isLoopback } from './is-loopback.ts'
import { parseServiceAccountKey } from './service-account-key.ts'

export function checkOAuthSettings(routes: readonly Route[]): FieldIssue[] {
  return routes.flatMap((route, index) =>
    route.kind === 'smarthost' && route.auth?.kind === 'oauth2'
      ? checkRoute(route, route.auth).map(({ path, message }) => ({
          path: ['routes', index, ...path],
          message,
        }))
      : [],
  )
}

function checkRoute({ tls }: SmarthostRoute, auth: OAuthSettings): FieldIssue[] {
  const issues = [
    ...checkGrant(auth),
    ...checkIssuer(auth),
    ...checkTenant(auth),
    ...checkCertificate(auth),
    ...checkServiceAccount(auth),
  ].map(({ path, message }) => ({ path: ['auth', ...path], message }))
  if (tls !== 'never' && tls !== 'opportunistic') return issues
  return [...issues, issue('tls', 'A token never goes out without TLS: choose that TLS is required.')]
}

const GRANTS: Readonly<Record<OAuthSettings['provider'], Partial<Record<OAuthGrant, string>>>> = {
  microsoft: {
    'service-account': 'Microsoft has no service accounts of this kind: choose client credentials.',
  },
  google: {
    'device-code':
      'Google gives no access to mail by a code: choose the sign-in by browser, or a service account.',
    'client-credentials': 'Google calls this a service account: choose that.',
  },
  custom: { 'service-account': "Service accounts of this kind are Google's: choose client credentials." },
}

function checkGrant({ provider, grant }: OAuthSettings): FieldIssue[] {
  const refusal = GRANTS[provider][grant]
  return refusal === undefined ? [] : [issue('grant', refusal)]
}

function checkIssuer({ provider, issuer }: OAuthSettings): FieldIssue[] {
  if (provider !== 'custom') return []
  if (issuer === undefined)
    return [issue('issuer', 'Give the issuer: the address below which the provider describes itself.')]
  const url = new URL(issuer)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))
  return isSafe ? [] : [issue('issuer', 'The address of the issuer must begin with https://.')]
}

const MANY_TENANTS = ['common', 'organizations', 'consumers']

function checkTenant({ provider, grant, tenant }: OAuthSettings): FieldIssue[] {
  if (provider !== 'microsoft' || grant !== 'client-credentials') return []
  if (tenant !== undefined && !MANY_TENANTS.includes(tenant)) return []
  return [issue('tenant', 'Give the id or domain of the tenant: a program signs in to one directory.')]
}

function checkCertificate({ certificate, privateKey }: OAuthSettings): FieldIssue[] {
  const parsed = certificate === undefined ? undefined : attempt(() => new X509Certificate(certificate))
  if (parsed === null) return [issue('certificate', 'This is no certificate in PEM format.')]
  const key = privateKey === undefined ? undefined : attempt(() => createPrivateKey(privateKey))
  if (key === null)
    return [issue('privateKey', 'This is no private key in PEM format, or it has a passphrase.')]
  if (parsed === undefined && key !== undefined)
    return [issue('certificate', 'Give the certificate that the private key belongs to.')]
  if (!parsed || !key || parsed.checkPrivateKey(key)) return []
  return [issue('privateKey', 'The private key does not belong to the certificate.')]
}

function checkServiceAccount({ serviceAccountKey }: OAuthSettings): FieldIssue[] {
  if (serviceAccountKey === undefined || parseServiceAccountKey(serviceAccountKey) !== null) return []
  return [
    issue('serviceAccountKey', 'This is not the JSON key file of a service account: paste the whole file.'),
  ]
}

function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

function issue(field: string, message: string): FieldIssue {
  return { path: [field], message }
}
