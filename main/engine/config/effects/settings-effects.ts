/** Names, DNS, local domains, sign-in, retry, retention and scheduled backups. Pure. */
import { isDeepStrictEqual } from 'node:util'
import type { Effect } from '../../../../shared/contract/configuration.ts'
import { parseDuration } from '../../../../shared/domain/duration.ts'
import { type ConfigPair, count, type EffectFacts, info, listed, warning } from './effect-facts.ts'

export function settingsEffects(pair: ConfigPair, facts: EffectFacts): Effect[] {
  return [
    ...names(pair),
    ...localDomains(pair),
    ...signIn(pair),
    ...retry(pair, facts),
    ...retention(facts),
    ...backups(pair, facts),
  ]
}

function names({ before, after }: ConfigPair): Effect[] {
  const { servers } = after.dns
  return [
    ...(before.hostname === after.hostname
      ? []
      : [
          info(
            after.hostname === undefined
              ? 'Mailroom calls itself by the name of this computer in greetings, EHLO and Received lines.'
              : `Mailroom calls itself ${after.hostname} in greetings, EHLO and Received lines, from the next session on.`,
          ),
        ]),
    ...(isDeepStrictEqual(before.dns, after.dns)
      ? []
      : [
          info(
            servers.length === 0
              ? 'DNS is asked as this computer does, from the next look-up on.'
              : `DNS is asked at ${listed(servers)}, from the next look-up on.`,
          ),
        ]),
  ]
}

function localDomains({ before, after }: ConfigPair): Effect[] {
  const came = after.localDomains.filter((domain) => !before.localDomains.includes(domain))
  const gone = before.localDomains.filter((domain) => !after.localDomains.includes(domain))
  return [
    ...(came.length === 0 ? [] : [info(`Mail to ${listed(came)} is accepted from anyone.`)]),
    ...(gone.length === 0
      ? []
      : [warning(`Mail to ${listed(gone)} is refused from clients that are neither trusted nor signed in.`)]),
  ]
}

function signIn({ before, after }: ConfigPair): Effect[] {
  const [old, next] = [before.authentication, after.authentication]
  return [
    ...(old.tokens !== undefined && next.tokens === undefined
      ? [warning('Programs that sign in with tokens of your identity provider can no longer sign in.')]
      : []),
    ...(old.check && !next.check
      ? [
          warning(
            'SPF, DKIM and DMARC of mail from outside are no longer checked: relay rules that ask for them match nothing new.',
          ),
        ]
      : []),
    ...(isDeepStrictEqual(before.limits, after.limits)
      ? []
      : [info('The limits count at once, for sessions that are open too.')]),
  ]
}

function retry({ before, after }: ConfigPair, { pastExpiry }: EffectFacts): Effect[] {
  const isShorter = parseDuration(after.retry.expireAfter) < parseDuration(before.retry.expireAfter)
  return [
    ...(isShorter && pastExpiry > 0
      ? [
          warning(
            `${count(pastExpiry, 'message waits', 'messages wait')} longer than ${after.retry.expireAfter} already: unless the next attempt succeeds ${pastExpiry === 1 ? 'it is' : 'they are'} given up, and the sender is told.`,
          ),
        ]
      : []),
    ...(isDeepStrictEqual(before.retry.schedule, after.retry.schedule)
      ? []
      : [info('The new delays count from the next failed attempt of each message; what is planned stays.')]),
  ]
}

function retention({ removed }: EffectFacts): Effect[] {
  const { histories, bodies, sessions } = removed
  const parts = [
    ...(histories > 0
      ? [count(histories, 'ended message with its history', 'ended messages with their history')]
      : []),
    ...(bodies > 0 ? [count(bodies, 'kept message body', 'kept message bodies')] : []),
    ...(sessions > 0 ? [count(sessions, 'session conversation')] : []),
  ]
  return parts.length === 0 ? [] : [warning(`${listed(parts)} will be removed for good.`)]
}

function backups({ before, after }: ConfigPair, { scheduledBackups }: EffectFacts): Effect[] {
  const { every, keep } = after.backups
  const surplus = Math.max(0, scheduledBackups - keep)
  return [
    ...(every === undefined && before.backups.every !== undefined
      ? [warning('No backups are made by themselves any more.')]
      : []),
    ...(every !== undefined && before.backups.every === undefined
      ? [info(`A backup is made now, and then every ${every}.`)]
      : []),
    ...(every !== undefined && keep < before.backups.keep && surplus > 0
      ? [
          warning(
            `With the next scheduled backup ${count(surplus, 'older one is', 'older ones are')} deleted.`,
          ),
        ]
      : []),
  ]
}
