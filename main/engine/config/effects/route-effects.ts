/** What happens to mail that waits when routes or relay rules change. Pure. */
import type { Effect } from '../../../../shared/contract/configuration.ts'
import { type ConfigPair, count, type EffectFacts, info, quoted, warning } from './effect-facts.ts'

export function routeEffects(pair: ConfigPair, facts: EffectFacts): Effect[] {
  return [
    ...removedRoutes(pair, facts),
    ...mendedRoutes(pair, facts),
    ...rerouted(facts),
    ...released(pair, facts),
  ]
}

function removedRoutes({ before, after }: ConfigPair, { waiting }: EffectFacts): Effect[] {
  if (before.routes.length <= after.routes.length) return []
  return before.routes
    .filter(({ name }) => !after.routes.some((route) => route.name === name))
    .flatMap(({ name }) => {
      const rules = after.rules
        .filter(({ action }) => action.kind === 'route' && action.route === name)
        .map((rule) => rule.name)
      const number = waiting[name] ?? 0
      return [
        ...(rules.length === 0
          ? []
          : [
              warning(
                `The relay ${rules.length === 1 ? 'rule' : 'rules'} ${quoted(rules)} ${rules.length === 1 ? 'sends' : 'send'} mail by "${name}": change ${rules.length === 1 ? 'that' : 'those'} first, the route cannot be removed before.`,
              ),
            ]),
        ...(number === 0
          ? []
          : [
              warning(
                `${count(number, 'message waits', 'messages wait')} on "${name}": with the next attempt ${number === 1 ? 'it takes' : 'they take'} the way that the relay rules say then, or ${number === 1 ? 'is' : 'are'} held.`,
              ),
            ]),
      ]
    })
}

/** See mended-routes.ts: mail that waits there is due within seconds, in turn. A pause still holds it. */
function mendedRoutes({ after }: ConfigPair, { mended, waiting, pausedRoutes }: EffectFacts): Effect[] {
  return mended
    .filter((name) => after.routes.some((route) => route.name === name) && (waiting[name] ?? 0) > 0)
    .map((name) => {
      const number = waiting[name] ?? 0
      const what = `${count(number, 'message that waits', 'messages that wait')} on "${name}" ${number === 1 ? 'is' : 'are'}`
      return info(
        pausedRoutes.includes(name)
          ? `${what} tried anew once the route is no longer paused.`
          : `${what} tried again within seconds.`,
      )
    })
}

function rerouted({ rerouting }: EffectFacts): Effect[] {
  if (rerouting === null || rerouting.moves.length === 0) return []
  const { sampled, waiting, moves } = rerouting
  const total = moves.reduce((sum, { messages }) => sum + messages, 0)
  const of =
    sampled < waiting
      ? `Of the newest ${sampled.toLocaleString('en')} of ${waiting.toLocaleString('en')} waiting messages`
      : `Of ${count(waiting, 'waiting message')}`
  const ways = moves
    .slice(0, 4)
    .map(({ from, to, messages }) => `${messages.toLocaleString('en')} ${to} instead of ${from}`)
  const more = moves.length > 4 ? ', and others' : ''
  const text = `${of}, ${total.toLocaleString('en')} would take another way: ${ways.join('; ')}${more}.`
  const isFinal = moves.some(({ to }) => to === REFUSED || to === DISCARDED)
  return [isFinal ? warning(text) : info(text)]
}

/** Words for where mail goes; see sample-rerouting.ts. */
export const REFUSED = 'refused'
export const DISCARDED = 'discarded'

function released({ after }: ConfigPair, { heldWithoutRoute, rerouting }: EffectFacts): Effect[] {
  if (heldWithoutRoute === 0 || rerouting === null) return []
  const leads = after.rules.some(({ enabled, action }) => enabled && action.kind === 'route')
  if (!leads) return []
  const what = count(heldWithoutRoute, 'message that is', 'messages that are')
  return [
    info(
      `${what} held for want of a route ${heldWithoutRoute === 1 ? 'is' : 'are'} tried again, and ${heldWithoutRoute === 1 ? 'goes' : 'go'} on where a relay rule leads to a route.`,
    ),
  ]
}
