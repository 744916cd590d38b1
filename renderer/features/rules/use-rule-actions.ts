/** What can be done with rules. The order shows at once and is taken back where the engine refuses it. */

import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Rule } from '../../../shared/domain/rule.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { notify } from '../../ui/toasts.tsx'
import { copyName, moved } from './rule-draft.ts'

export interface RuleActions {
  readonly enable: (rule: Rule, enabled: boolean) => void
  readonly moveTo: (rule: Rule, index: number) => void
  readonly duplicate: (rule: Rule) => void
  readonly remove: (rule: Rule) => void
}

export function useRuleActions(rules: readonly Rule[]): RuleActions {
  const { client, api } = useEngine()
  const queries = useQueryClient()
  return useMemo(() => {
    const key = api.rules.list.queryKey()
    const names = rules.map((rule) => rule.name)
    const run = (work: () => Promise<unknown>) => {
      work().catch((error: unknown) => {
        notify({ text: problemText(error), tone: 'problem' })
        queries.invalidateQueries({ queryKey: key }).catch(() => {})
      })
    }
    const reorder = async (order: readonly string[]) => {
      const byName = new Map(rules.map((rule) => [rule.name, rule]))
      const next = order.map((name) => byName.get(name)).filter((rule) => rule !== undefined)
      queries.setQueryData(key, next)
      await client.rules.reorder({ names: [...order] })
    }
    const insert = async (rule: Rule, index: number) => {
      await client.rules.create({ item: rule })
      const order = names.filter((name) => name !== rule.name)
      await client.rules.reorder({ names: order.toSpliced(index, 0, rule.name) })
    }
    return {
      enable: (rule, enabled) => {
        queries.setQueryData(
          key,
          rules.map((other) => (other.name === rule.name ? { ...rule, enabled } : other)),
        )
        run(() => client.rules.update({ name: rule.name, item: { ...rule, enabled } }))
      },
      moveTo: (rule, index) => {
        const order = moved(names, rule.name, index)
        if (order !== names) run(() => reorder(order))
      },
      duplicate: (rule) =>
        run(async () => {
          const name = copyName(rule.name, names)
          // Off, so that a copy that is not yet changed decides nothing.
          await insert({ ...rule, name, enabled: false }, names.indexOf(rule.name) + 1)
          openItem(name)
        }),
      remove: (rule) =>
        run(async () => {
          await client.rules.remove({ name: rule.name })
          openItem(null)
          notify({
            text: t('Relay rule “{name}” is deleted.', { name: rule.name }),
            action: { label: t('Undo'), run: () => run(() => insert(rule, names.indexOf(rule.name))) },
          })
        }),
    }
  }, [api, client, queries, rules])
}
