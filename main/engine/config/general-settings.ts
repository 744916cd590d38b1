/** The general settings as one part of the configuration, in and out. Pure. */
import type { Settings } from '../../../shared/contract/settings.ts'
import type { Config } from '../../../shared/domain/config.ts'

export function toSettings(config: Config): Settings {
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

export function withSettings(config: Config, settings: Settings): Config {
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
