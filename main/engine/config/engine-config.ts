/** The snapshot that the engine works with, derived from what is configured. Pure. */
import type { Config } from '../../../shared/domain/config.ts'
import { domainNameSchema } from '../../../shared/domain/primitives.ts'
import type { ConfigSection, EngineConfig, UsableCertificate } from './config-source.ts'

export interface OpenedCertificateSecrets {
  readonly key: string | null
  readonly passphrase: string | null
}

/** `bare` holds no secrets; the certificate's are given opened. */
export function deriveEngineConfig(
  bare: Config,
  computerName: string,
  secrets: OpenedCertificateSecrets,
): EngineConfig {
  const { accounts: _accounts, ...config } = bare
  const hostname = bare.hostname ?? usableName(computerName)
  return {
    ...config,
    hostname,
    postmaster: bare.postmaster ?? `postmaster@${hostname}`,
    certificate: openCertificate(bare, secrets),
  }
}

/** Sections in which two snapshots differ. */
export function changedSections(before: EngineConfig, after: EngineConfig): ConfigSection[] {
  const sections = Object.keys(after) as (keyof EngineConfig)[]
  return sections.filter((section) => JSON.stringify(before[section]) !== JSON.stringify(after[section]))
}

/** Computers may have names that no mail server accepts in EHLO. */
function usableName(computerName: string): string {
  return domainNameSchema.safeParse(computerName).success ? computerName : 'localhost'
}

function openCertificate(bare: Config, secrets: OpenedCertificateSecrets): UsableCertificate {
  const { certificate } = bare
  if (certificate.kind === 'generated') return certificate
  const passphrase = secrets.passphrase === null ? {} : { passphrase: secrets.passphrase }
  if (certificate.kind === 'pfx') return { ...certificate, ...passphrase }
  return { ...certificate, ...passphrase, key: certificate.key ?? secrets.key ?? '' }
}
