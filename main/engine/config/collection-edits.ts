/** Changes to the named lists of a configuration. Pure; whether the result fits together is checked afterwards. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { ClientNetwork } from '../../../shared/domain/client-network.ts'
import type { Config, Listener } from '../../../shared/domain/config.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import { EngineError, notFound } from '../engine-error.ts'

export interface Collections {
  readonly listeners: Listener
  readonly networks: ClientNetwork
  readonly routes: Route
  readonly rules: Rule
}
export type CollectionName = keyof Collections

const WORDS: Record<CollectionName, string> = {
  listeners: 'listener',
  networks: 'network',
  routes: 'route',
  rules: 'relay rule',
}

export function addItem<N extends CollectionName>(config: Config, section: N, item: Collections[N]): Config {
  refuseTaken(config, section, item.name)
  return { ...config, [section]: [...config[section], item] }
}

/** Replaces an item, also under another name; what names it follows. */
export function replaceItem<N extends CollectionName>(
  config: Config,
  section: N,
  name: string,
  item: Collections[N],
): Config {
  requireItem(config, section, name)
  if (item.name !== name) refuseTaken(config, section, item.name)
  const items = config[section].map((old) => (old.name === name ? item : old))
  const next = { ...config, [section]: items }
  return item.name === name ? next : renameEverywhere(next, section, name, item.name)
}

/** Removes an item. Throws CONFLICT for a route that relay rules name, with their names. */
export function removeItem(config: Config, section: CollectionName, name: string): Config {
  requireItem(config, section, name)
  if (section === 'routes') refuseUsedRoute(config, name)
  return { ...config, [section]: config[section].filter((item) => item.name !== name) }
}

/** Puts the relay rules into this order. Throws CONFLICT where the names are not exactly those that there are. */
export function reorderRules(config: Config, names: readonly string[]): Config {
  const byName = new Map(config.rules.map((rule) => [rule.name, rule]))
  const rules = names.map((name) => byName.get(name))
  const complete = new Set(names).size === byName.size && names.length === byName.size
  if (!complete || rules.includes(undefined))
    throw new EngineError(
      'CONFLICT',
      'The relay rules changed meanwhile: look at them again, then put them in order.',
    )
  return { ...config, rules: rules as Rule[] }
}

/** Relay rules that name this route. */
function rulesOfRoute(config: Config, route: string): string[] {
  return config.rules
    .filter((rule) => rule.action.kind === 'route' && rule.action.route === route)
    .map((rule) => rule.name)
}

function requireItem(config: Config, section: CollectionName, name: string): void {
  if (!config[section].some((item) => item.name === name)) throw notFound(WORDS[section], name)
}

function refuseTaken(config: Config, section: CollectionName, name: string): void {
  if (config[section].some((item) => item.name === name))
    throw new EngineError(
      'CONFLICT',
      `There is already a ${WORDS[section]} named "${name}": choose another name.`,
    )
}

function refuseUsedRoute(config: Config, route: string): void {
  const rules = rulesOfRoute(config, route)
  if (rules.length === 0) return
  const list = rules.map((name) => `"${name}"`).join(', ')
  throw new EngineError(
    'CONFLICT',
    `The route "${route}" is used by the relay ${rules.length === 1 ? 'rule' : 'rules'} ${list}: change or remove ${rules.length === 1 ? 'it' : 'them'} first.`,
  )
}

/** What names an item follows its new name: relay rules, and named networks that count on some listeners only. */
function renameEverywhere(config: Config, section: CollectionName, from: string, to: string): Config {
  switch (section) {
    case 'rules':
      return config
    case 'routes':
      return { ...config, rules: config.rules.map((rule) => renameRoute(rule, from, to)) }
    case 'networks':
      return { ...config, rules: config.rules.map((rule) => renameMatched(rule, 'networks', from, to)) }
    case 'listeners': {
      const networks = config.networks.map((network) => ({
        ...network,
        listeners: renamed(network.listeners, from, to),
      }))
      const rules = config.rules.map((rule) => renameMatched(rule, 'listeners', from, to))
      return { ...config, networks, rules }
    }
    default:
      return assertNever(section)
  }
}

function renameRoute(rule: Rule, from: string, to: string): Rule {
  if (rule.action.kind !== 'route' || rule.action.route !== from) return rule
  return { ...rule, action: { ...rule.action, route: to } }
}

function renameMatched(rule: Rule, field: 'listeners' | 'networks', from: string, to: string): Rule {
  const inMatch = (match: Rule['match']): Rule['match'] => {
    const names = match[field]
    return names?.includes(from) ? { ...match, [field]: renamed(names, from, to) } : match
  }
  const match = inMatch(rule.match)
  return rule.except ? { ...rule, match, except: inMatch(rule.except) } : { ...rule, match }
}

function renamed(names: readonly string[], from: string, to: string): string[] {
  return names.map((name) => (name === from ? to : name))
}
