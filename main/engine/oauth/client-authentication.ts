/** How the program shows the provider who it is: nothing, a secret, or an assertion signed with its certificate's key. */
import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { importPKCS8 } from 'jose'
import {
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  modifyAssertion,
  None,
  PrivateKeyJwt,
  type ServerMetadata,
} from 'openid-client'
import type { OAuthSettings } from '../../../shared/domain/oauth.ts'
import type { OAuthProvider } from './provider.ts'
import { SignInFailure } from './sign-in-failure.ts'

/** The settings with their secrets opened. */
export type OpenedSettings = OAuthSettings

/** Rejects with a SignInFailure "settings" where certificate or key cannot be used. */
export async function clientAuthentication(
  settings: OpenedSettings,
  provider: OAuthProvider,
  server: ServerMetadata,
): Promise<ClientAuth> {
  const { certificate, privateKey, clientSecret } = settings
  if (certificate !== undefined && privateKey !== undefined)
    return withCertificate(certificate, privateKey, provider, server)
  if (clientSecret === undefined && settings.grant === 'client-credentials')
    throw new SignInFailure(
      'settings',
      'No client secret is stored for the route, and no certificate with its private key. Enter one of them.',
    )
  if (clientSecret === undefined) return None()
  return takesPost(server) ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret)
}

/** Both are known nearly everywhere; RFC 8414 §2: where nothing is said, it is client_secret_basic. */
function takesPost({ token_endpoint_auth_methods_supported: methods = [] }: ServerMetadata): boolean {
  return methods.includes('client_secret_post') && !methods.includes('client_secret_basic')
}

async function withCertificate(
  certificate: string,
  privateKey: string,
  { rsaAlgorithm, metadata }: OAuthProvider,
  server: ServerMetadata,
): Promise<ClientAuth> {
  const { der, key } = readPair(certificate, privateKey)
  const algorithm = key.asymmetricKeyType === 'ec' ? 'ES256' : rsaAlgorithm
  const signer = await importPKCS8(key.export({ type: 'pkcs8', format: 'pem' }) as string, algorithm)
  return PrivateKeyJwt(signer, {
    [modifyAssertion]: (header, payload) => {
      // Microsoft finds the certificate by its thumbprint, and wants its token endpoint as the audience.
      header.x5t = thumbprint('sha1', der)
      header['x5t#S256'] = thumbprint('sha256', der)
      if (metadata !== null && server.token_endpoint !== undefined) payload.aud = server.token_endpoint
    },
  })
}

function readPair(certificate: string, privateKey: string): { der: Buffer; key: KeyObject } {
  try {
    const parsed = new X509Certificate(certificate)
    const key = createPrivateKey(privateKey)
    if (parsed.checkPrivateKey(key)) return { der: parsed.raw, key }
  } catch (cause) {
    throw new SignInFailure(
      'settings',
      'Certificate or private key of the sign-in cannot be read: both are PEM texts, the key without a passphrase.',
      { cause },
    )
  }
  throw new SignInFailure(
    'settings',
    'Certificate and private key of the sign-in do not belong together: enter the key that the certificate was made for.',
  )
}

function thumbprint(algorithm: 'sha1' | 'sha256', der: Buffer): string {
  return createHash(algorithm).update(der).digest('base64url')
}
