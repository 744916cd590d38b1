/** What the palette offers for the relay rule that is open. Pure. */
import { ArrowDown, ArrowUp, Copy, type LucideIcon, Power, Trash2 } from 'lucide-react'
import type { Rule } from '../../../shared/domain/rule.ts'
import type { Command } from '../../commands/command.ts'
import { t } from '../../text/t.ts'
import type { RuleActions } from './use-rule-actions.ts'

export function ruleCommands(rules: readonly Rule[], name: string | null, actions: RuleActions): Command[] {
  const place = rules.findIndex((rule) => rule.name === name)
  const rule = rules[place]
  if (rule === undefined) return []
  const command = (id: string, title: string, icon: LucideIcon, run: () => void): Command => ({
    ...{
      id: `this-rule:${id}`,
      group: 'here',
      title,
      detail: rule.name,
      keywords: t('Relay rule'),
      icon,
      run,
    },
  })
  const move = (by: -1 | 1) => () => actions.moveTo(rule, place + by)
  return [
    command('duplicate', t('Duplicate rule'), Copy, () => actions.duplicate(rule)),
    ...(place > 0 ? [command('up', t('Move rule up'), ArrowUp, move(-1))] : []),
    ...(place < rules.length - 1 ? [command('down', t('Move rule down'), ArrowDown, move(1))] : []),
    command('enable', rule.enabled ? t('Switch rule off') : t('Switch rule on'), Power, () =>
      actions.enable(rule, !rule.enabled),
    ),
    command('delete', t('Delete rule'), Trash2, () => actions.remove(rule)),
  ]
}
