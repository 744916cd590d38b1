/** Changes to the named lists of a configuration. Pure; whether the result fits together is checked afterwards. */
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

/** Replaces an item, also under another name; relay rules that name a route follow its new name. */
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
  return item.name === name ? next : renameInRules(next, section, name, item.name)
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

function renameInRules(config: Config, section: CollectionName, from: string, to: string): Config {
  if (section === 'rules') return config
  const rules = config.rules.map((rule) =>
    section === 'routes' ? renameRoute(rule, from, to) : renameListener(rule, from, to),
  )
  return { ...config, rules }
}

function renameRoute(rule: Rule, from: string, to: string): Rule {
  if (rule.action.kind !== 'route' || rule.action.route !== from) return rule
  return { ...rule, action: { ...rule.action, route: to } }
}

function renameListener(rule: Rule, from: string, to: string): Rule {
  if (!rule.match.listeners?.includes(from)) return rule
  const listeners = rule.match.listeners.map((name) => (name === from ? to : name))
  return { ...rule, match: { ...rule.match, listeners } }
}
