/** Facts for somebody who helps, as text files, without anything that names people, places, words or secrets. */
import { homedir, hostname, release, totalmem, userInfo } from 'node:os'
import type { AccountView } from '../../../shared/contract/accounts.ts'
import type { About, SupportBundle } from '../../../shared/contract/support.ts'
import type { Status } from '../../../shared/contract/system.ts'
import type { Config } from '../../../shared/domain/config.ts'
import { PRESETS } from '../../../shared/presets/presets.ts'
import { createPseudonyms, type NameKind, type Pseudonyms } from './pseudonyms.ts'
import { redactConfiguration } from './redact-configuration.ts'

export interface SupportFacts {
  readonly about: About
  readonly config: Config
  readonly accounts: readonly Pick<AccountView, 'username' | 'disabled'>[]
  readonly status: Status
  readonly schemaVersion: number
  /** Oldest first. */
  readonly log: readonly string[]
}

export function collectSupport(facts: SupportFacts): SupportBundle {
  const pseudonyms = createPseudonyms({
    names: namesIn(facts),
    known: PRESETS.map(({ host }) => host),
    paths: [
      { path: facts.about.dataFolder, as: '<data folder>' },
      { path: homedir(), as: '<home>' },
    ].filter(({ path }) => path.length > 1),
  })
  return {
    files: [
      { name: 'versions.json', text: json(versions(facts)) },
      { name: 'status.json', text: json(redactStatus(facts.status, pseudonyms)) },
      {
        name: 'configuration.json',
        text: json(redactConfiguration({ ...facts.config, accounts: [] }, pseudonyms)),
      },
      {
        name: 'accounts.json',
        text: json(
          facts.accounts.map(({ username, disabled }) => ({
            username: pseudonyms.ofName(username, 'account'),
            disabled,
          })),
        ),
      },
      { name: 'log.txt', text: `${facts.log.map((line) => pseudonyms.inText(line)).join('\n')}\n` },
    ],
    redacted: REDACTED,
  }
}

const REDACTED = [
  'Passwords, keys, tokens and certificates are not in it.',
  'Mail is not in it: no content, no subject, no list of messages.',
  'Addresses, domains, hosts and network addresses are replaced, each by the same pseudonym everywhere (person-1@domain-1.example).',
  'Names of accounts, routes, rules, listeners and networks are replaced in the same way; hosts of well-known providers stay.',
  'Texts that people wrote (reasons, notes, rejection texts, subjects in rules) are left out.',
]

function namesIn({ config, accounts, status }: SupportFacts): { name: string; kind: NameKind }[] {
  const all = (kind: NameKind, items: readonly { readonly name: string }[]) =>
    items.map(({ name }) => ({ name, kind }))
  const computer = [hostname(), status.hostname, config.hostname ?? '', userInfo().username].filter(
    // The superuser is called so everywhere.
    (name) => name !== '' && name !== 'root' && name !== 'localhost',
  )
  return [
    ...accounts.map(({ username }) => ({ name: username, kind: 'account' as const })),
    ...all('route', config.routes),
    ...all('rule', config.rules),
    ...all('listener', config.listeners),
    ...all('network', config.networks),
    // Also those that look like files: "office.md".
    ...config.localDomains.map((name) => ({ name, kind: 'domain' as const })),
    ...config.routes.flatMap((route) =>
      route.kind === 'smarthost' ? [{ name: route.host, kind: 'domain' as const }] : [],
    ),
    ...computer.map((name) => ({ name, kind: 'computer' as const })),
  ]
}

function versions({ about, schemaVersion, status }: SupportFacts) {
  return {
    mailroom: about.version,
    components: about.components,
    platform: about.platform,
    memoryBytes: totalmem(),
    kernel: release(),
    schemaVersion,
    runningSince: new Date(status.startedAt).toISOString(),
    now: new Date(status.now).toISOString(),
  }
}

function redactStatus(status: Status, pseudonyms: Pseudonyms) {
  const { listeners, routes, counts, pauses, throughput, disk, attention, openSessions } = status
  const text = (value: string | null) => (value === null ? null : pseudonyms.inText(value))
  return {
    counts,
    openSessions,
    disk,
    pauses: {
      queue: pauses.queue,
      routes: pauses.routes.map((route) => pseudonyms.ofName(route, 'route')),
    },
    listeners: listeners.map(({ name, host, problem, ...rest }) => ({
      name: pseudonyms.ofName(name, 'listener'),
      host: pseudonyms.inText(host),
      ...rest,
      problem: text(problem),
    })),
    routes: routes.map(({ name, lastFailure, circuits, signIn, waitingFor, ...rest }) => ({
      name: pseudonyms.ofName(name, 'route'),
      ...rest,
      lastFailure: text(lastFailure),
      waitingFor: text(waitingFor),
      circuits: circuits.map(({ host, reason, ...circuit }) => ({
        host: pseudonyms.inText(host),
        ...circuit,
        reason: text(reason),
      })),
      signIn: signIn && { ...signIn, username: text(signIn.username), text: text(signIn.text) },
    })),
    attention: attention.map(({ kind, severity, text: sentence, subject }) => ({
      kind,
      severity,
      text: pseudonyms.inText(sentence),
      subject: text(subject),
    })),
    throughput,
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
