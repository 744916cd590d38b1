/** Everything that has a name, as commands that lead to it. Pure. */
import { Globe, KeyRound, ListTree, Mail, Network, Radio, Router, Waypoints } from 'lucide-react'
import type { AccountListing } from '../../../shared/contract/accounts.ts'
import type { ClientNetwork } from '../../../shared/domain/client-network.ts'
import type { Listener } from '../../../shared/domain/config.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import type { SessionRow } from '../../../shared/domain/session.ts'
import type { Command } from '../../commands/command.ts'
import { exactTime } from '../../format/relative-time.ts'
import { goTo } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'

export interface KnownObjects {
  readonly routes: readonly Route[]
  readonly rules: readonly Rule[]
  readonly accounts: readonly AccountListing[]
  readonly networks: readonly ClientNetwork[]
  readonly listeners: readonly Listener[]
}

export function objectCommands(objects: KnownObjects): Command[] {
  return [
    ...objects.routes.map(routeCommand),
    ...objects.rules.map(ruleCommand),
    ...objects.accounts.map(accountCommand),
    ...objects.networks.map(networkCommand),
    ...objects.listeners.map(listenerCommand),
  ]
}

function routeCommand(route: Route): Command {
  return {
    id: `route:${route.name}`,
    group: 'route',
    title: route.name,
    detail: route.kind === 'smarthost' ? `${route.host}:${route.port}` : route.kind,
    keywords: t('Route'),
    icon: Waypoints,
    run: () => goTo('routes', { item: route.name }),
  }
}

function ruleCommand({ name, enabled }: Rule): Command {
  return {
    id: `rule:${name}`,
    group: 'rule',
    title: name,
    ...(enabled ? {} : { detail: t('switched off') }),
    keywords: t('Relay rule'),
    icon: ListTree,
    run: () => goTo('rules', { item: name }),
  }
}

function accountCommand({ username, allowedSenders }: AccountListing): Command {
  return {
    id: `account:${username}`,
    group: 'account',
    title: username,
    detail: allowedSenders.join(', '),
    keywords: t('Account'),
    icon: KeyRound,
    run: () => goTo('accounts', { item: username }),
  }
}

function networkCommand({ name, addresses }: ClientNetwork): Command {
  return {
    id: `network:${name}`,
    group: 'network',
    title: name,
    detail: addresses.join(', '),
    keywords: t('Network'),
    icon: Network,
    run: () => goTo('accounts', { item: name, params: { view: 'networks' } }),
  }
}

function listenerCommand({ name, host, port }: Listener): Command {
  return {
    id: `listener:${name}`,
    group: 'listener',
    title: name,
    detail: `${host}:${port}`,
    keywords: t('Listener'),
    icon: Router,
    run: () => goTo('settings', { item: name, params: { section: 'listeners' } }),
  }
}

export function messageCommand({ id, subject, sender, recipients }: MessageRow): Command {
  const to = recipients.join(', ')
  return {
    id: `message:${id}`,
    group: 'message',
    title: subject === '' ? t('(no subject)') : subject,
    detail: `${sender === '' ? '<>' : sender} → ${to}`,
    icon: Mail,
    run: () => goTo('queue', { item: id }),
  }
}

export function sessionCommand({
  id,
  peerName,
  peerAddress,
  direction,
  via,
  startedAt,
}: SessionRow): Command {
  const inbound = direction === 'inbound'
  return {
    id: `session:${id}`,
    group: 'session',
    title: peerName ?? peerAddress,
    detail: inbound
      ? t('{time}: from {peer} by {via}', { time: exactTime(startedAt), peer: peerAddress, via })
      : t('{time}: to {peer} by {via}', { time: exactTime(startedAt), peer: peerAddress, via }),
    icon: inbound ? Globe : Radio,
    run: () => goTo('sessions', { item: id }),
  }
}
