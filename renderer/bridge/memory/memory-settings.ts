/** Settings, backups, audit and "what would it do?" of the invented office. */
import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import type { Config } from '../../../shared/domain/config.ts'
import { foretold } from './foretold.ts'
import type { MemoryEngine } from './memory-engine.ts'
import { sampleAudit, sampleBackups } from './sample-backups.ts'

const os = implement(contract)

export function settingsProcedures(engine: MemoryEngine) {
  return {
    get: os.settings.get.handler(() => settingsOf(engine.config)),
    update: os.settings.update.handler(({ input }) => {
      engine.config = withSettings(engine.config, input)
      engine.publish({ configuration: ['settings'] })
      return {}
    }),
    lookUp: os.settings.lookUp.handler(async ({ input }) => {
      await new Promise((resolve) => setTimeout(resolve, 240))
      const records = input.name.endsWith('.example')
        ? {
            MX: ['10 mx1.provider.example', '20 mx2.provider.example'],
            A: ['192.0.2.17'],
            AAAA: [],
            TXT: ['v=spf1 mx -all'],
          }
        : { MX: [], A: [], AAAA: [], TXT: [] }
      const answers = Object.entries(records).map(([type, found]) => ({
        type: type as 'MX' | 'A' | 'AAAA' | 'TXT',
        records: found,
        problem: found.length === 0 ? 'There is no such record.' : null,
      }))
      return { answers, tookMs: 31 }
    }),
    certificate: os.settings.certificate.handler(() => ({
      config: engine.config.certificate,
      subject: 'CN=relay.office.test',
      issuer: 'CN=Mailroom CA (relay.office.test)',
      names: ['relay.office.test', 'localhost', '192.168.10.5', '127.0.0.1'],
      notBefore: engine.now() - 20 * 86_400_000,
      notAfter: engine.now() + 345 * 86_400_000,
      fingerprint: 'a94f1c02be7713d59e0c84f6aa21773f5cd0e9b1f7342286d1c5530a8e9b6c41',
      caPem: '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ…\n-----END CERTIFICATE-----\n',
      problem: null,
    })),
    setCertificate: os.settings.setCertificate.handler(({ input }) => {
      engine.config = { ...engine.config, certificate: input }
      engine.publish({ configuration: ['certificate'] })
      return {}
    }),
  }
}

export function configurationProcedures(engine: MemoryEngine) {
  const passphrases = new Map<string, string>()
  return {
    export: os.configuration.export.handler(() => engine.config),
    check: os.configuration.check.handler(() => ({ issues: [] })),
    import: os.configuration.import.handler(() => ({})),
    preview: os.configuration.preview.handler(({ input }) => ({
      effects: foretold(engine, input.change, settingsOf(engine.config)),
    })),
    exportSealed: os.configuration.exportSealed.handler(({ input }) => {
      const jwe = `eyJhbGciOiJQQkVTMi1IUzUxMitBMjU2S1cifQ..${passphrases.size}`
      passphrases.set(jwe, input.passphrase)
      return { document: { format: 'mailroom-sealed-configuration/1', jwe } }
    }),
    importSealed: os.configuration.importSealed.handler(({ input, errors }) => {
      const { jwe } = input.document as { jwe?: string }
      if (passphrases.get(jwe ?? '') === input.passphrase) return {}
      const message = 'The passphrase does not open this file, or the file is damaged.'
      throw errors.INVALID({ message, data: { issues: [{ path: ['passphrase'], message }] } })
    }),
  }
}

export function backupProcedures(engine: MemoryEngine) {
  let backups = engine.queue.size === 0 ? [] : sampleBackups(engine.now())
  const find = (name: string) => backups.find((one) => one.name === name)
  return {
    list: os.backups.list.handler(() => backups),
    progress: os.backups.progress.handler(() => ({
      step: 'packing' as const,
      octets: 48_234_496,
      total: null,
    })),
    create: os.backups.create.handler(async () => {
      await new Promise((resolve) => setTimeout(resolve, 700))
      const at = engine.now()
      const made = {
        name: `${new Date(at).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')}.mailroom-backup`,
        createdAt: at,
        size: 94_310_912,
        version: '0.1.0',
        reason: 'manual' as const,
        openMessages: engine.queue.counts({}).deferred,
        problem: null,
      }
      backups = [made, ...backups]
      return made
    }),
    remove: os.backups.remove.handler(({ input, errors }) => {
      if (!find(input.name)) throw errors.NOT_FOUND({ message: 'There is no such backup any more.' })
      backups = backups.filter(({ name }) => name !== input.name)
      return {}
    }),
    restore: os.backups.restore.handler(async ({ input, errors }) => {
      if (!find(input.name)) throw errors.NOT_FOUND({ message: 'There is no such backup any more.' })
      await new Promise((resolve) => setTimeout(resolve, 900))
      return {}
    }),
    read: os.backups.read.handler(() => ({ base64: btoa('the octets of a backup'), nextOffset: null })),
    write: os.backups.write.handler(({ input }) => {
      if (!input.last) return {}
      const [sample] = sampleBackups(engine.now())
      if (sample) backups = [...backups, { ...sample, name: input.name }]
      return {}
    }),
  }
}

export function auditProcedures(engine: MemoryEngine) {
  const entries = engine.queue.size === 0 ? [] : sampleAudit(engine.now())
  return {
    list: os.audit.list.handler(({ input }) => {
      const text = input.text.toLowerCase()
      const found = entries.filter((entry) => JSON.stringify(entry).toLowerCase().includes(text))
      const from = Number(input.cursor ?? 0)
      const end = from + input.limit
      return { rows: found.slice(from, end), nextCursor: end < found.length ? String(end) : null }
    }),
  }
}

function settingsOf(config: Config): Settings {
  const { hostname = null, postmaster = null, dns, localDomains, retry, retention } = config
  const { localMail, limits, authentication, backups } = config
  return {
    hostname,
    postmaster,
    dnsServers: dns.servers,
    localDomains,
    localMail,
    limits,
    checkAuthentication: authentication.check,
    tokenIssuer: authentication.tokens ?? null,
    retry,
    retention,
    backups,
  }
}

function withSettings(config: Config, input: Settings): Config {
  const { dnsServers, hostname, postmaster, checkAuthentication, tokenIssuer, ...rest } = input
  return {
    ...config,
    ...rest,
    hostname: hostname ?? undefined,
    postmaster: postmaster ?? undefined,
    authentication: { check: checkAuthentication, ...(tokenIssuer ? { tokens: tokenIssuer } : {}) },
    dns: { servers: dnsServers },
  }
}
