/** The opposite of takeSecrets: the configuration with its secrets in plain, for an export that is sealed as a whole. */
import type { CertificateConfig, Config } from '../../../shared/domain/config.ts'
import type { DkimKey } from '../../../shared/domain/dkim.ts'
import { OAUTH_SECRETS } from '../../../shared/domain/oauth.ts'
import type { Route } from '../../../shared/domain/route.ts'
import {
  CERTIFICATE_KEY,
  CERTIFICATE_PASSPHRASE,
  dkimSecretName,
  routePasswordName,
  routeSecretName,
} from './configuration-secrets.ts'

/** Answers the opened secret of a name; null where there is none, or it cannot be opened. */
export type OpenSecret = (name: string) => Promise<string | null>

export async function revealSecrets(bare: Config, open: OpenSecret): Promise<Config> {
  return {
    ...bare,
    certificate: await ofCertificate(bare.certificate, open),
    routes: await Promise.all(bare.routes.map((route) => ofRoute(route, open))),
    dkim: await Promise.all(bare.dkim.map((key) => ofDkimKey(key, open))),
  }
}

async function ofRoute(route: Route, open: OpenSecret): Promise<Route> {
  if (route.kind !== 'smarthost' || route.auth === undefined) return route
  if (route.auth.kind === 'password') {
    const password = await open(routePasswordName(route.name))
    return password === null ? route : { ...route, auth: { ...route.auth, password } }
  }
  const secrets: Record<string, string> = {}
  for (const name of OAUTH_SECRETS) {
    const text = await open(routeSecretName(route.name, name))
    if (text !== null) secrets[name] = text
  }
  return { ...route, auth: { ...route.auth, ...secrets } }
}

async function ofDkimKey(key: DkimKey, open: OpenSecret): Promise<DkimKey> {
  const privateKey = await open(dkimSecretName(key))
  return privateKey === null ? key : { ...key, privateKey }
}

async function ofCertificate(certificate: CertificateConfig, open: OpenSecret): Promise<CertificateConfig> {
  if (certificate.kind === 'generated') return certificate
  const passphrase = await open(CERTIFICATE_PASSPHRASE)
  const withPassphrase = passphrase === null ? certificate : { ...certificate, passphrase }
  if (withPassphrase.kind === 'pfx' || withPassphrase.key !== undefined) return withPassphrase
  const key = await open(CERTIFICATE_KEY)
  return key === null ? withPassphrase : { ...withPassphrase, key }
}
