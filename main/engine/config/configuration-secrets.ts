/**
 * Which secrets a configuration has, under which names they are sealed, and how they are taken out of it. Pure: the
 * sealing itself is the secret store's.
 */
import type { CertificateConfig, Config } from '../../../shared/domain/config.ts'
import type { Route } from '../../../shared/domain/route.ts'

export const CERTIFICATE_KEY = 'certificate:key'
export const CERTIFICATE_PASSPHRASE = 'certificate:passphrase'

export function routePasswordName(route: string): string {
  return `route:${route}`
}

/** The configuration without its secrets, and those that it held in plain by their names. */
export function takeSecrets(config: Config): { bare: Config; plain: ReadonlyMap<string, string> } {
  const plain = new Map<string, string>()
  const routes = config.routes.map((route) => takeRoutePassword(route, plain))
  const certificate = takeCertificateSecrets(config.certificate, plain)
  return { bare: { ...config, accounts: [], routes, certificate }, plain }
}

/** Names of the secrets that a bare configuration can use; all others are forgotten. */
export function secretNames(bare: Config): string[] {
  const routes = bare.routes
    .filter((route) => route.kind === 'smarthost' && route.auth !== undefined)
    .map((route) => routePasswordName(route.name))
  return [...routes, ...certificateSecretNames(bare.certificate)]
}

export function isPem(text: string): boolean {
  return text.includes('-----BEGIN ')
}

function takeRoutePassword(route: Route, plain: Map<string, string>): Route {
  if (route.kind !== 'smarthost' || route.auth?.password === undefined) return route
  const { password, ...auth } = route.auth
  plain.set(routePasswordName(route.name), password)
  return { ...route, auth }
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
