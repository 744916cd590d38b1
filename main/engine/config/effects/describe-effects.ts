/** What a change of the configuration does besides being stored, in sentences; what hurts stands first. Pure. */
import type { Effect } from '../../../../shared/contract/configuration.ts'
import { certificateEffects } from './certificate-effects.ts'
import { type ConfigPair, count, type EffectFacts, listed, quoted, warning } from './effect-facts.ts'
import { listenerEffects } from './listener-effects.ts'
import { networkEffects } from './network-effects.ts'
import { routeEffects } from './route-effects.ts'
import { settingsEffects } from './settings-effects.ts'

export function describeEffects(pair: ConfigPair, facts: EffectFacts): Effect[] {
  const effects = [
    ...listenerEffects(pair, facts),
    ...networkEffects(pair),
    ...certificateEffects(pair, facts),
    ...settingsEffects(pair, facts),
    ...routeEffects(pair, facts),
    ...accountEffects(facts),
  ]
  return [
    ...effects.filter(({ severity }) => severity === 'warning'),
    ...effects.filter(({ severity }) => severity === 'info'),
  ]
}

function accountEffects({ accounts }: EffectFacts): Effect[] {
  if (accounts === null) return []
  const gone = accounts.before.filter((name) => !accounts.after.includes(name))
  if (gone.length === 0) return []
  const shown = gone.length <= 5 ? quoted(gone) : `${listed(gone.slice(0, 4))} and ${gone.length - 4} others`
  const what = count(gone.length, 'account is', 'accounts are')
  return [warning(`${what} removed: ${shown} can no longer sign in.`)]
}
