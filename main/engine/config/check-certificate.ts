/** Is the configured certificate usable? Reads its files; TLS itself is the judge. */
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import type { FieldIssue } from '../../../shared/contract/errors.ts'
import type { UsableCertificate } from './config-source.ts'
import { isPem } from './configuration-secrets.ts'

export async function checkCertificate(certificate: UsableCertificate): Promise<FieldIssue[]> {
  if (certificate.kind === 'generated') return []
  const passphrase = certificate.passphrase === undefined ? {} : { passphrase: certificate.passphrase }
  if (certificate.kind === 'pfx') {
    const pfx = await readNamed(certificate.path, 'path')
    return pfx.kind === 'issue' ? [pfx.issue] : tryContext({ pfx: pfx.octets, ...passphrase }, 'path')
  }
  if (certificate.key === '')
    return [{ path: ['certificate', 'key'], message: 'Give the private key of the certificate.' }]
  const cert = await readNamed(certificate.certificate, 'certificate')
  if (cert.kind === 'issue') return [cert.issue]
  const key = await readNamed(certificate.key, 'key')
  if (key.kind === 'issue') return [key.issue]
  return tryContext({ cert: cert.octets, key: key.octets, ...passphrase }, 'certificate')
}

type Read =
  | { readonly kind: 'octets'; readonly octets: Buffer }
  | { readonly kind: 'issue'; readonly issue: FieldIssue }

async function readNamed(textOrPath: string, field: string): Promise<Read> {
  if (field !== 'path' && isPem(textOrPath)) return { kind: 'octets', octets: Buffer.from(textOrPath) }
  try {
    return { kind: 'octets', octets: await readFile(textOrPath) }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    const message = `The file ${textOrPath} cannot be read (${reason}): check the path and who may read it.`
    return { kind: 'issue', issue: { path: ['certificate', field], message } }
  }
}

function tryContext(material: Parameters<typeof createSecureContext>[0], field: string): FieldIssue[] {
  try {
    createSecureContext(material)
    return []
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [
      {
        path: ['certificate', field],
        message: `Certificate and key cannot be used together (${reason}): check that they belong together, and the passphrase.`,
      },
    ]
  }
}
