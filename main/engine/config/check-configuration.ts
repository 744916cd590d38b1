/** What the schema cannot say: that the parts of a configuration fit together. Pure. */
import type { FieldIssue } from '../../../shared/contract/errors.ts'
import type { ClientNetwork } from '../../../shared/domain/client-network.ts'
import type { Config, Listener } from '../../../shared/domain/config.ts'
import { parseDuration } from '../../../shared/domain/duration.ts'
import { checkLocalMail } from '../local-mail/check-local-mail.ts'
import { checkOAuthSettings } from '../oauth/check-oauth-settings.ts'
import { validateRules } from '../rules/validate-rules.ts'
import { checkDkimKeys } from './check-dkim-keys.ts'
import { checkSenders } from './check-senders.ts'

export function checkConfiguration(config: Config): FieldIssue[] {
  return [
    ...checkUniqueNames(config),
    ...validateRules(config.rules, config.routes, config.networks),
    ...checkPorts(config),
    ...config.listeners.flatMap((listener, index) => checkListener(listener, index, config.networks)),
    ...checkSenders(config),
    ...checkDnsServers(config),
    ...checkDkimKeys(config.dkim),
    ...checkRetry(config),
    ...checkLocalMail(config),
    ...checkOAuthSettings(config.routes),
  ]
}

/** Relay rules are checked by validateRules. */
function checkUniqueNames({ listeners, routes, accounts }: Config): FieldIssue[] {
  const names = (items: readonly { name: string }[]) => items.map((item) => item.name)
  const usernames = accounts.map((account) => account.username)
  return [
    ...duplicates('listeners', 'name', 'listener', names(listeners)),
    ...duplicates('routes', 'name', 'route', names(routes)),
    ...duplicates('accounts', 'username', 'account', usernames),
  ]
}

function duplicates(section: string, key: string, what: string, names: readonly string[]): FieldIssue[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            path: [section, index, key],
            message: `There is another ${what} named "${name}": choose another name.`,
          },
        ],
  )
}

interface Binding {
  readonly path: readonly (string | number)[]
  readonly what: string
  readonly host: string
  readonly port: number
}

function checkPorts(config: Config): FieldIssue[] {
  const bindings: Binding[] = [{ path: ['console', 'port'], what: 'the web console', ...config.console }]
  const issues: FieldIssue[] = []
  for (const [index, { enabled, name, host, port }] of config.listeners.entries()) {
    if (!enabled || port === 0) continue
    const path = ['listeners', index, 'port']
    const other = bindings.find((binding) => collide(binding, { host, port }))
    if (other)
      issues.push({ path, message: `Port ${port} is already used by ${other.what}: choose another.` })
    bindings.push({ path, what: `the listener "${name}"`, host, port })
  }
  return issues
}

/** The wildcard of IPv6 also takes the port of IPv4 (dual stack); a host name may be any address, so it only collides with itself. */
function collide(a: { host: string; port: number }, b: { host: string; port: number }): boolean {
  if (a.port !== b.port || a.port === 0) return false
  return a.host === b.host || isWildcard(a.host) || isWildcard(b.host)
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

function checkListener(listener: Listener, index: number, networks: readonly ClientNetwork[]): FieldIssue[] {
  const issues: FieldIssue[] = []
  for (const [position, network] of listener.trustedNetworks.entries())
    if (/\/0$/.test(network))
      issues.push({
        path: ['listeners', index, 'trustedNetworks', position],
        message: `${network} is the whole internet, which would make this an open relay: name your own networks.`,
      })
  const tolerated = [listener, ...networks].some(({ tolerate }) => tolerate.includes('auth-in-clear'))
  if (listener.auth === 'required' && listener.tls === 'none' && !listener.authInClear && !tolerated)
    issues.push({
      path: ['listeners', index, 'auth'],
      message:
        'Nobody could sign in: without TLS, AUTH is only offered where "authInClear" or a device profile allows it.',
    })
  return issues
}

const IPV4_SERVER = /^\d{1,3}(\.\d{1,3}){3}(:\d{1,5})?$/
const IPV6_SERVER = /^(\[[0-9a-fA-F:.%]+\](:\d{1,5})?|[0-9a-fA-F:.%]*:[0-9a-fA-F:.%]*)$/

function checkDnsServers(config: Config): FieldIssue[] {
  return config.dns.servers.flatMap((server, index) =>
    IPV4_SERVER.test(server) || IPV6_SERVER.test(server)
      ? []
      : [
          {
            path: ['dns', 'servers', index],
            message: 'Write the address of a DNS server, such as 192.168.1.1 or [fd00::1]:53.',
          },
        ],
  )
}

function checkRetry(config: Config): FieldIssue[] {
  const everyRetry = [
    { path: ['retry'] as (string | number)[], retry: config.retry },
    ...config.routes.flatMap((route, index) =>
      route.retry ? [{ path: ['routes', index, 'retry'] as (string | number)[], retry: route.retry }] : [],
    ),
  ]
  return everyRetry.flatMap(({ path, retry }) => [
    ...(retry.schedule ?? []).flatMap((delay, index) =>
      parseDuration(delay) > 0
        ? []
        : [{ path: [...path, 'schedule', index], message: 'A delay must be longer than nothing.' }],
    ),
    ...(retry.expireAfter !== undefined && parseDuration(retry.expireAfter) === 0
      ? [{ path: [...path, 'expireAfter'], message: 'Mail must have some time before it expires.' }]
      : []),
  ])
}
