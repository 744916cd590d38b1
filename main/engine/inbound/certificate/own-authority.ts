/**
 * Mailroom's own small certificate authority, so that devices can check who they talk to after trusting one file.
 * RSA with 2048 bits: printers and scanners of the last fifteen years often know no elliptic curves, and none of them
 * refuses RSA. Keys are made in libuv's threads; nothing waits for them but the first TLS handshake.
 */
import { isIP } from 'node:net'

export interface KeyedCertificate {
  readonly certificatePem: string
  /** PKCS #8. */
  readonly keyPem: string
}

const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
}

const DAY = 86_400_000
const AUTHORITY_DAYS = 3_650
/** Systems refuse server certificates that last longer than 398 days. */
const SERVER_DAYS = 397
/** Devices without a battery wake up with a clock that is behind. */
const BACKDATE_DAYS = 2

export async function createAuthority(hostname: string, now: number): Promise<KeyedCertificate> {
  const x509 = await loadX509()
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [`Mailroom CA of ${hostname}`.slice(0, 64)] }, { O: ['Mailroom'] }],
      keys,
      notBefore: new Date(now - BACKDATE_DAYS * DAY),
      notAfter: new Date(now + AUTHORITY_DAYS * DAY),
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
      ],
    },
    crypto,
  )
  return { certificatePem: certificate.toString('pem'), keyPem: await exportKey(keys.privateKey) }
}

/** A server certificate for these names and addresses; the first one is the common name. */
export async function issueCertificate(
  authority: KeyedCertificate,
  names: readonly string[],
  now: number,
): Promise<KeyedCertificate> {
  const x509 = await loadX509()
  const issuer = new x509.X509Certificate(authority.certificatePem)
  const signingKey = await importKey(authority.keyPem)
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const usage = x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject: [{ CN: [(names[0] ?? 'localhost').slice(0, 64)] }],
      issuer: issuer.subjectName.toJSON(),
      publicKey: keys.publicKey,
      signingKey,
      notBefore: new Date(now - BACKDATE_DAYS * DAY),
      notAfter: new Date(now + SERVER_DAYS * DAY),
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(usage, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          names.map((name) => ({ type: isIP(name) ? ('ip' as const) : ('dns' as const), value: name })),
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
        await x509.AuthorityKeyIdentifierExtension.create(issuer, false, crypto),
      ],
    },
    crypto,
  )
  return { certificatePem: certificate.toString('pem'), keyPem: await exportKey(keys.privateKey) }
}

/** Only when a certificate is made, which is once a year: the library is large, and needs the polyfill before it. */
async function loadX509() {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

async function exportKey(key: CryptoKey): Promise<string> {
  const octets = await crypto.subtle.exportKey('pkcs8', key)
  const lines =
    Buffer.from(octets)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n')
}

function importKey(pem: string): Promise<CryptoKey> {
  const octets = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  return crypto.subtle.importKey('pkcs8', octets, ALGORITHM, false, ['sign'])
}
