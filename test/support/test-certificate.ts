import 'reflect-metadata'
import { isIP } from 'node:net'
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** PEM texts. */
export interface TestCertificate {
  readonly cert: string
  readonly key: string
}

export interface CertificateWishes {
  /** DNS names and addresses; the first is the common name too. */
  readonly names: readonly string[]
  readonly notBefore?: Date
  readonly notAfter?: Date
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY = 86_400_000

/** An authority of the test's own: nobody trusts it who was not given `pem`. */
export class TestAuthority {
  readonly pem: string
  readonly #certificate: X509Certificate
  readonly #keys: CryptoKeyPair
  static #serial = 1

  private constructor(certificate: X509Certificate, keys: CryptoKeyPair) {
    this.#certificate = certificate
    this.#keys = keys
    this.pem = certificate.toString('pem')
  }

  static async create(): Promise<TestAuthority> {
    const keys = await generateKeys()
    const certificate = await X509CertificateGenerator.createSelfSigned({
      serialNumber: '01',
      name: `CN=Test authority ${++TestAuthority.#serial}`,
      notBefore: new Date(Date.now() - 10 * DAY),
      notAfter: new Date(Date.now() + 10 * DAY),
      keys,
      signingAlgorithm: ALGORITHM,
      extensions: [new BasicConstraintsExtension(true, undefined, true)],
    })
    return new TestAuthority(certificate, keys)
  }

  async issue({ names, notBefore, notAfter }: CertificateWishes): Promise<TestCertificate> {
    const keys = await generateKeys()
    TestAuthority.#serial += 1
    const certificate = await X509CertificateGenerator.create({
      serialNumber: TestAuthority.#serial.toString(16).padStart(4, '0'),
      subject: `CN=${names[0] ?? 'nameless'}`,
      issuer: this.#certificate.subject,
      notBefore: notBefore ?? new Date(Date.now() - DAY),
      notAfter: notAfter ?? new Date(Date.now() + DAY),
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
        ),
      ],
    })
    const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
    return { cert: certificate.toString('pem'), key: PemConverter.encode(pkcs8, 'PRIVATE KEY') }
  }
}

async function generateKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
}
