/** A few of the effects that the engine foretells, in its words. */
import type { ConfigurationChange, Effect } from '../../../shared/contract/configuration.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import { parseDuration } from '../../../shared/domain/duration.ts'
import type { MemoryEngine } from './memory-engine.ts'

const info = (text: string): Effect => ({ severity: 'info', text })
const warning = (text: string): Effect => ({ severity: 'warning', text })

export function foretold(engine: MemoryEngine, change: ConfigurationChange, before: Settings): Effect[] {
  switch (change.kind) {
    case 'settings':
      return ofSettings(before, change.settings)
    case 'listener':
      return ofListener(engine, change)
    case 'certificate':
      return change.certificate.kind === engine.config.certificate.kind
        ? []
        : [
            warning(
              'Devices that were taught to trust Mailroom’s own CA must trust the issuer of the new certificate.',
            ),
            info('New TLS connections see the new certificate at once; no listener is restarted.'),
          ]
    case 'network':
      return change.item === null
        ? [warning('Clients of this network can no longer send without signing in.')]
        : []
    case 'route':
      return change.name === 'provider' && change.item !== null
        ? [info('12 messages that wait on "provider" are tried again within seconds.')]
        : []
    case 'rule':
      return change.item?.action.kind === 'hold'
        ? [
            info(
              'Of the newest 1,000 of 4,120 waiting messages, 31 would take another way: 31 held instead of by "provider".',
            ),
          ]
        : []
    case 'document':
      return [warning('2 accounts are removed: "old-printer" and "backup-nas" can no longer sign in.')]
  }
}

function ofSettings(before: Settings, after: Settings): Effect[] {
  const effects: Effect[] = []
  if (after.retention.history !== before.retention.history && isShorter(after, before))
    effects.push(
      warning(
        '8,214 ended messages with their history and 1,902 session conversations will be removed for good.',
      ),
    )
  if (after.hostname !== before.hostname) {
    const name = after.hostname ?? 'the name of this computer'
    effects.push(
      info(`Mailroom calls itself ${name} in greetings, EHLO and Received lines, from the next session on.`),
    )
    effects.push(
      info(
        `The generated certificate is made anew for ${name}; new TLS connections see it at once, and devices that trust Mailroom’s CA go on.`,
      ),
    )
  }
  if (after.dnsServers.join() !== before.dnsServers.join())
    effects.push(
      info(
        `DNS is asked at ${after.dnsServers.join(', ') || 'the servers of this computer'}, from the next look-up on.`,
      ),
    )
  if (after.backups.every !== undefined && before.backups.every === undefined)
    effects.push(info(`A backup is made now, and then every ${after.backups.every}.`))
  if (after.backups.every === undefined && before.backups.every !== undefined)
    effects.push(warning('No backups are made by themselves any more.'))
  const gone = before.localDomains.filter((domain) => !after.localDomains.includes(domain))
  if (gone.length > 0)
    effects.push(
      warning(`Mail to ${gone.join(', ')} is refused from clients that are neither trusted nor signed in.`),
    )
  return effects
}

function isShorter(after: Settings, before: Settings): boolean {
  return parseDuration(after.retention.history) < parseDuration(before.retention.history)
}

function ofListener(engine: MemoryEngine, change: ConfigurationChange & { kind: 'listener' }): Effect[] {
  const before = engine.config.listeners.find(({ name }) => name === change.name)
  const next = change.item
  if (!before) return next ? [info(`The listener "${next.name}" opens ${next.host}:${next.port}.`)] : []
  if (!next || (before.enabled && !next.enabled))
    return [
      warning(
        `The listener "${before.name}" stops: nothing can send to ${before.host}:${before.port} any more.`,
      ),
    ]
  if (before.port === next.port && before.host === next.host) return []
  const where = `${next.host}:${next.port}: devices that send to ${before.host}:${before.port} have to be changed`
  return [
    warning(
      `The listener "${next.name}" is restarted at ${where}. 3 open sessions end with 421; messages that are coming in have a minute.`,
    ),
  ]
}
