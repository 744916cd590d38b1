/** The user's own certificate: read, tried, and judged in words. */
import type { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { SecureContextOptions } from 'node:tls'
import type { UsableCertificate } from '../../config/config-source.ts'
import { shownCertificate } from './shown-certificate.ts'
import { type TlsContexts, tlsContexts } from './tls-contexts.ts'

type UserCertificate = Exclude<UsableCertificate, { kind: 'generated' }>

export type LoadedCertificate =
  | {
      readonly kind: 'usable'
      readonly contexts: TlsContexts
      readonly leaf: X509Certificate
      /** It works, but something about it should be looked after; null where not. */
      readonly problem: string | null
    }
  | { readonly kind: 'unusable'; readonly problem: string }

const DAY = 86_400_000
const WARN_BEFORE = 14 * DAY

export async function loadUserCertificate(config: UserCertificate, now: number): Promise<LoadedCertificate> {
  try {
    const contexts = tlsContexts(await material(config))
    const leaf = await shownCertificate(contexts.modern)
    return { kind: 'usable', contexts, leaf, problem: validityProblem(leaf, now) }
  } catch (error) {
    return { kind: 'unusable', problem: describe(error, config.passphrase !== undefined) }
  }
}

function validityProblem(leaf: X509Certificate, now: number): string | null {
  const from = Date.parse(leaf.validFrom)
  const to = Date.parse(leaf.validTo)
  const day = (time: number) => new Date(time).toISOString().slice(0, 10)
  if (to < now) return `The certificate expired on ${day(to)}; clients refuse it. Put a new one in its place.`
  if (from > now)
    return `The certificate is valid only from ${day(from)} on. Check the clock of this computer.`
  if (to - now < WARN_BEFORE) return `The certificate expires on ${day(to)}. Put a new one in its place.`
  return null
}

async function material(config: UserCertificate): Promise<SecureContextOptions> {
  const passphrase = config.passphrase === undefined ? {} : { passphrase: config.passphrase }
  if (config.kind === 'pfx') return { pfx: await read(config.path), ...passphrase }
  if (config.key === '')
    throw new CertificateProblem(
      'The private key cannot be read: it was sealed on another computer or by another user. Give it again.',
    )
  return { cert: await textOrFile(config.certificate), key: await textOrFile(config.key), ...passphrase }
}

async function textOrFile(textOrPath: string): Promise<Buffer> {
  return textOrPath.includes('-----BEGIN ') ? Buffer.from(textOrPath) : await read(textOrPath)
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const why = READ_PROBLEMS[code ?? ''] ?? `cannot be read (${code})`
    throw new CertificateProblem(`The file ${path} ${why}.`)
  }
}

const READ_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist: check the path',
  EACCES: 'may not be read by Mailroom: check its permissions',
  EISDIR: 'is a folder: give the file',
}

class CertificateProblem extends Error {}

/** OpenSSL's and BoringSSL's words (Electron has the latter), as far as people meet them. */
function describe(error: unknown, passphraseGiven: boolean): string {
  if (error instanceof CertificateProblem) return error.message
  const reason = error instanceof Error ? error.message : String(error)
  if (/key values mismatch/i.test(reason)) return 'The private key does not belong to the certificate.'
  if (/interrupted or cancelled|password|passphrase|mac verify failure|bad.?decrypt/i.test(reason))
    return passphraseGiven
      ? 'The passphrase is not right.'
      : 'The private key is protected by a passphrase: give it.'
  if (/unsupported/i.test(reason))
    return 'The file uses a protection that is too old for this system (such as RC2): export it again with AES.'
  if (/no start line|not enough data|wrong tag|asn1|decod/i.test(reason))
    return `This is no certificate or key in the right form (${reason}).`
  return `The certificate cannot be used: ${reason}.`
}
