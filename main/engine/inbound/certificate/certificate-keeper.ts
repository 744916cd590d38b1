/** The certificate that the listeners show: loaded, renewed and exchanged while they run. */
import { X509Certificate } from 'node:crypto'
import type { CertificateInfo } from '../../../../shared/contract/settings.ts'
import type { CertificateConfig } from '../../../../shared/domain/config.ts'
import type { EngineConfig, UsableCertificate } from '../../config/config-source.ts'
import type { Dispose } from '../../ports.ts'
import type { InboundDependencies } from '../inbound.ts'
import { coveredNames } from './covered-names.ts'
import { generatedCertificate } from './generated-certificate.ts'
import { ownNames } from './own-names.ts'
import { type TlsContexts, tlsContexts } from './tls-contexts.ts'
import { loadUserCertificate } from './user-certificate.ts'

export interface CertificateKeeper {
  /** Loads or makes what the configuration asks for; contexts go to `onContexts` as soon as there are some. */
  apply(config: EngineConfig): Promise<void>
  /** Resolves when there is a context; rejects where none could be made. */
  ready(): Promise<void>
  info(): Promise<CertificateInfo>
  stop(): void
}

/** Names change with the network, files are replaced by other programs, and certificates run out. */
const LOOK_EVERY = 60 * 60_000

interface Current {
  readonly contexts: TlsContexts
  readonly info: CertificateInfo
}

export function createCertificateKeeper(
  needs: InboundDependencies,
  onContexts: (contexts: TlsContexts) => void,
): CertificateKeeper {
  const { clock, logger } = needs.ports
  let wanted: EngineConfig | null = null
  let current: Current | null = null
  let work: Promise<void> = Promise.resolve()
  let cancel: Dispose = () => undefined
  let stopped = false

  /** One after the other, so that an older configuration never overtakes a newer one. */
  function refresh(): Promise<void> {
    work = work
      .catch(() => undefined)
      .then(async () => {
        const config = wanted
        if (!config || stopped) return
        const next = await load(needs, config)
        const changed = next.info.fingerprint !== current?.info.fingerprint
        const told = changed || next.info.problem !== current?.info.problem
        current = next
        if (changed) onContexts(next.contexts)
        if (told) needs.onChange()
      })
    work.catch((error: unknown) => logger.error('there is no certificate for TLS', { error: String(error) }))
    return work
  }

  function lookAgain(): void {
    cancel()
    cancel = clock.after(LOOK_EVERY, () => {
      refresh().catch(() => undefined)
      lookAgain()
    })
  }

  return {
    async apply(config) {
      wanted = config
      lookAgain()
      // A failure is logged and shown; listeners without TLS are not concerned.
      await refresh().catch(() => undefined)
    },
    async ready() {
      if (current) return
      await work
      if (!current) throw new Error('there is no certificate')
    },
    async info() {
      await work.catch(() => undefined)
      if (current) return current.info
      return noCertificate(wanted?.certificate ?? { kind: 'generated' })
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}

/** Where the user's certificate cannot be used, Mailroom's own keeps TLS alive, and the problem is shown. */
async function load(needs: InboundDependencies, config: EngineConfig): Promise<Current> {
  const { certificate } = config
  if (certificate.kind === 'generated') return own(needs, config, null)
  const loaded = await loadUserCertificate(certificate, needs.ports.clock.now())
  if (loaded.kind === 'unusable')
    return own(needs, config, `${loaded.problem} Until then Mailroom shows its own certificate.`)
  return { contexts: loaded.contexts, info: describe(certificate, loaded.leaf, null, loaded.problem) }
}

async function own(
  needs: InboundDependencies,
  config: EngineConfig,
  problem: string | null,
): Promise<Current> {
  const names = [config.hostname, ...(needs.ownNames ?? ownNames)()]
  const { server, authorityPem } = await generatedCertificate(needs, names)
  const cert = `${server.certificatePem}\n${authorityPem}\n`
  const contexts = tlsContexts({ cert, key: server.keyPem })
  const leaf = new X509Certificate(server.certificatePem)
  return { contexts, info: describe(config.certificate, leaf, authorityPem, problem) }
}

function describe(
  config: UsableCertificate,
  leaf: X509Certificate,
  caPem: string | null,
  problem: string | null,
): CertificateInfo {
  return {
    config: withoutSecrets(config),
    subject: oneLine(leaf.subject),
    issuer: oneLine(leaf.issuer),
    names: coveredNames(leaf),
    notBefore: Date.parse(leaf.validFrom),
    notAfter: Date.parse(leaf.validTo),
    fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
    caPem,
    problem,
  }
}

function noCertificate(config: UsableCertificate): CertificateInfo {
  return {
    config: withoutSecrets(config),
    subject: '',
    issuer: '',
    names: [],
    notBefore: 0,
    notAfter: 0,
    fingerprint: '',
    caPem: null,
    problem: 'There is no certificate, so TLS is not available. The log says why it could not be made.',
  }
}

/** Private keys and passphrases stay in the engine; the path of a key file may be shown. */
function withoutSecrets(config: UsableCertificate): CertificateConfig {
  if (config.kind === 'generated') return config
  const { passphrase: _, ...shown } = config
  if (shown.kind === 'pfx') return shown
  const { key, ...bare } = shown
  return key === '' || key.includes('-----BEGIN ') ? bare : { ...bare, key }
}

function oneLine(name: string): string {
  return name.split('\n').join(', ')
}
