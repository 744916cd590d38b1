/**
 * Which secrets a configuration has, under which names they are sealed, and how they are taken out of it. Pure: the
 * sealing itself is the secret store's.
 */
import type { CertificateConfig, Config } from '../../../shared/domain/config.ts'
import type { DkimKey } from '../../../shared/domain/dkim.ts'
import { OAUTH_SECRETS } from '../../../shared/domain/oauth.ts'
import type { Route } from '../../../shared/domain/route.ts'
import { openPrivateKey } from '../content/dkim-key-pair.ts'

export const CERTIFICATE_KEY = 'certificate:key'
export const CERTIFICATE_PASSPHRASE = 'certificate:passphrase'

export function routePasswordName(route: string): string {
  return `route:${route}`
}

export function routeSecretName(route: string, secret: (typeof OAUTH_SECRETS)[number]): string {
  return `route:${route}:${secret}`
}

export function dkimSecretName({ domain, selector }: Pick<DkimKey, 'domain' | 'selector'>): string {
  return `dkim:${domain}:${selector}`
}

/** Names of the secrets of a route under its name, in an order that is the same for every name. */
export function routeSecretNames(route: string): string[] {
  return [routePasswordName(route), ...OAUTH_SECRETS.map((secret) => routeSecretName(route, secret))]
}

/** The configuration without its secrets, and those that it held in plain by their names. */
export function takeSecrets(config: Config): { bare: Config; plain: ReadonlyMap<string, string> } {
  const plain = new Map<string, string>()
  const routes = config.routes.map((route) => takeRouteSecrets(route, plain))
  const dkim = config.dkim.map((key) => takeDkimSecret(key, plain))
  const certificate = takeCertificateSecrets(config.certificate, plain)
  return { bare: { ...config, accounts: [], routes, dkim, certificate }, plain }
}

/** Names of the secrets that a bare configuration can use; all others are forgotten. */
export function secretNames(bare: Config): string[] {
  const routes = bare.routes
    .filter((route) => route.kind === 'smarthost' && route.auth !== undefined)
    .flatMap((route) => routeSecretNames(route.name))
  return [...routes, ...bare.dkim.map(dkimSecretName), ...certificateSecretNames(bare.certificate)]
}

export function isPem(text: string): boolean {
  return text.includes('-----BEGIN ')
}

function takeRouteSecrets(route: Route, plain: Map<string, string>): Route {
  if (route.kind !== 'smarthost' || route.auth === undefined) return route
  if (route.auth.kind === 'password') {
    const { password, ...auth } = route.auth
    if (password !== undefined) plain.set(routePasswordName(route.name), password)
    return { ...route, auth }
  }
  const { clientSecret, privateKey, serviceAccountKey, ...auth } = route.auth
  for (const [name, text] of Object.entries({ clientSecret, privateKey, serviceAccountKey }))
    if (text !== undefined)
      plain.set(routeSecretName(route.name, name as (typeof OAUTH_SECRETS)[number]), text)
  return { ...route, auth }
}

function takeDkimSecret(key: DkimKey, plain: Map<string, string>): DkimKey {
  const { privateKey, ...bare } = key
  if (privateKey === undefined) return bare
  plain.set(dkimSecretName(key), privateKey)
  return { ...bare, publicKey: openPrivateKey(privateKey)?.publicKey ?? '' }
}

function takeCertificateSecrets(
  certificate: CertificateConfig,
  plain: Map<string, string>,
): CertificateConfig {
  if (certificate.kind === 'generated') return certificate
  const { passphrase, ...rest } = certificate
  if (passphrase !== undefined) plain.set(CERTIFICATE_PASSPHRASE, passphrase)
  if (rest.kind === 'pfx' || rest.key === undefined || !isPem(rest.key)) return rest
  const { key, ...bare } = rest
  plain.set(CERTIFICATE_KEY, key)
  return bare
}

function certificateSecretNames(certificate: CertificateConfig): string[] {
  if (certificate.kind === 'generated') return []
  if (certificate.kind === 'pem' && certificate.key === undefined)
    return [CERTIFICATE_KEY, CERTIFICATE_PASSPHRASE]
  return [CERTIFICATE_PASSPHRASE]
}
