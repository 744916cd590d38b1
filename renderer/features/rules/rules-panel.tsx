import { useQuery } from '@tanstack/react-query'
import { FlaskConical, ListTree, Plus } from 'lucide-react'
import type { Rule } from '../../../shared/domain/rule.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { useCommands } from '../../commands/command-registry.ts'
import { problemText } from '../../forms/server-issues.ts'
import { goTo, openItem, useLocation } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Inspector } from '../../ui/inspector.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { SplitView } from '../../ui/split-view.tsx'
import { notify } from '../../ui/toasts.tsx'
import { orderWithNew } from './order-with-new.ts'
import { ruleCommands } from './rule-commands.ts'
import { RuleEditor } from './rule-editor.tsx'
import { RuleList } from './rule-list.tsx'
import { RuleUse } from './rule-use.tsx'
import { Simulator } from './simulator.tsx'
import { type RuleActions, useRuleActions } from './use-rule-actions.ts'
import { useRuleHealth } from './use-rule-health.ts'

const NONE: readonly Rule[] = []

/** Which mail takes which route: the first enabled rule that matches decides. */
export function RulesPanel() {
  const { api, client } = useEngine()
  const item = useLocation((state) => state.place.item)
  const simulate = useLocation((state) => state.place.params.simulate)
  const rules = useQuery(api.rules.list.queryOptions())
  const routes = useQuery(api.routes.list.queryOptions())
  const actions = useRuleActions(rules.data ?? NONE)
  const health = useRuleHealth(rules.data ?? NONE)
  const rule = rules.data?.find((candidate) => candidate.name === item) ?? null

  useCommands(() => ruleCommands(rules.data ?? NONE, item, actions))

  const save = async (next: Rule) => {
    if (rule) await client.rules.update({ name: rule.name, item: next })
    else {
      await client.rules.create({ item: next })
      const names = orderWithNew(rules.data ?? NONE, next)
      if (names) await client.rules.reorder({ names: [...names] })
    }
    notify({
      text: rule
        ? t('Relay rule “{name}” is saved. It decides from the next attempt on.', { name: next.name })
        : t('Relay rule “{name}” is added. It decides from the next attempt on.', { name: next.name }),
    })
    openItem(rule ? next.name : null)
  }

  const add = (
    <Button look="primary" icon={<Plus size={14} />} onClick={() => openItem('new')}>
      {t('Add rule')}
    </Button>
  )
  const list = (
    <>
      <PanelHeader
        title={t('Relay rules')}
        actions={
          <span className="flex gap-2">
            <Button
              icon={<FlaskConical size={13} />}
              onClick={() => goTo('rules', { params: { simulate: 'new' } })}
            >
              {t('What would happen?')}
            </Button>
            {add}
          </span>
        }
      />
      {rules.isPending ? (
        <LoadingBar />
      ) : rules.isError ? (
        <ProblemState text={problemText(rules.error)} onRetry={() => void rules.refetch()} />
      ) : rules.data.length === 0 ? (
        <EmptyState
          icon={<ListTree size={22} strokeWidth={1.5} />}
          text={t('No relay rule yet, so mail is held. A rule says which mail takes which route.')}
          action={item === 'new' ? null : add}
        />
      ) : (
        <>
          <RuleList rules={rules.data} health={health} openName={item} actions={actions} />
          <p className="shrink-0 border-line border-t px-4 py-2 text-12 text-quiet">
            {t(
              'The first enabled rule that matches and does not go on decides, for each recipient at each attempt. Mail that none decides is held.',
            )}
          </p>
        </>
      )}
    </>
  )
  const shows = routes.data && (rule !== null || item === 'new')
  return (
    <SplitView
      label={t('Relay rule')}
      list={list}
      inspector={
        simulate && item === null ? (
          <Simulator key={simulate} message={simulate === 'new' ? null : simulate} />
        ) : (
          shows && (
            <Inspector
              key={item}
              kind={t('Relay rule')}
              title={rule ? rule.name : t('New relay rule')}
              onClose={() => openItem(null)}
              actions={rule && <Actions rule={rule} actions={actions} />}
            >
              <RuleEditor
                rule={rule}
                use={rule && <RuleUse {...health(rule)} />}
                routes={routes.data.map((route) => route.name)}
                onSave={save}
                onCancel={() => openItem(null)}
              />
            </Inspector>
          )
        )
      }
    />
  )
}

function Actions({ rule, actions }: { rule: Rule; actions: RuleActions }) {
  return (
    <>
      <Button onClick={() => actions.duplicate(rule)}>{t('Duplicate')}</Button>
      <Button look="removal" onClick={() => actions.remove(rule)}>
        {t('Delete')}
      </Button>
    </>
  )
}
