import type { Settings } from '../../../shared/contract/settings.ts'
import type { Config } from '../../../shared/domain/config.ts'
import { implementer } from '../implementer.ts'

const api = implementer.settings

export const settings = api.router({
  get: api.get.handler(({ context }) => toSettings(context.engine.config.bare())),
  update: api.update.handler(async ({ context, input }) => {
    const change = { actor: context.actor, action: 'settings changed', detail: {} }
    await context.engine.config.change(change, (config) => withSettings(config, input))
    return {}
  }),
  certificate: api.certificate.handler(({ context }) => context.engine.certificate()),
  setCertificate: api.setCertificate.handler(async ({ context, input }) => {
    const change = { actor: context.actor, action: 'certificate changed', detail: { kind: input.kind } }
    await context.engine.config.change(change, (config) => ({ ...config, certificate: input }))
    return {}
  }),
})

function toSettings(config: Config): Settings {
  return {
    hostname: config.hostname ?? null,
    postmaster: config.postmaster ?? null,
    localDomains: config.localDomains,
    localMail: config.localMail,
    limits: config.limits,
    checkAuthentication: config.authentication.check,
    tokenIssuer: config.authentication.tokens ?? null,
    dnsServers: config.dns.servers,
    retry: config.retry,
    retention: config.retention,
    backups: config.backups,
  }
}

function withSettings(config: Config, settings: Settings): Config {
  const { hostname: _hostname, postmaster: _postmaster, ...rest } = config
  return {
    ...rest,
    ...(settings.hostname === null ? {} : { hostname: settings.hostname }),
    ...(settings.postmaster === null ? {} : { postmaster: settings.postmaster }),
    localDomains: settings.localDomains,
    localMail: settings.localMail,
    limits: settings.limits,
    authentication: {
      check: settings.checkAuthentication,
      ...(settings.tokenIssuer === null ? {} : { tokens: settings.tokenIssuer }),
    },
    dns: { servers: settings.dnsServers },
    retry: settings.retry,
    retention: settings.retention,
    backups: settings.backups,
  }
}
