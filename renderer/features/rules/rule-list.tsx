/** The rules in their order. Dragged by the handle, or moved with it by keyboard: Space, arrows, Space; or Alt and arrows. */

import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { GripVertical } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Rule } from '../../../shared/domain/rule.ts'
import { openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { ListRow } from '../../ui/list-row.tsx'
import { moveBetweenRows } from '../../ui/row-keys.ts'
import { Switch } from '../../ui/switch.tsx'
import { RuleSentence } from './rule-sentence-text.tsx'
import { RuleUseMark } from './rule-use.tsx'
import type { RuleActions } from './use-rule-actions.ts'
import type { RuleHealth } from './use-rule-health.ts'

export interface RuleListProps {
  rules: readonly Rule[]
  health: (rule: Rule) => RuleHealth
  openName: string | null
  actions: RuleActions
}

export function RuleList({ rules, health, openName, actions }: RuleListProps) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const names = rules.map((rule) => rule.name)
  const dropped = ({ active, over }: DragEndEvent) => {
    const rule = rules.find((candidate) => candidate.name === active.id)
    if (rule && over) actions.moveTo(rule, names.indexOf(String(over.id)))
  }
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={dropped}>
      <SortableContext items={names} strategy={verticalListSortingStrategy}>
        <ol
          aria-label={t('Relay rules')}
          onKeyDown={moveBetweenRows}
          className="min-h-0 flex-1 overflow-auto"
        >
          {rules.map((rule, index) => (
            <SortableRule
              key={rule.name}
              rule={rule}
              number={index + 1}
              health={health(rule)}
              open={rule.name === openName}
              actions={actions}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  )
}

function SortableRule({
  rule,
  number,
  health,
  open,
  actions,
}: {
  rule: Rule
  number: number
  health: RuleHealth
  open: boolean
  actions: RuleActions
}) {
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id: rule.name,
  })
  const row = useRef<HTMLLIElement>(null)
  const moves = useRef(false)
  // A row that is moved in the page loses the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of its place.
  useEffect(() => {
    if (moves.current) row.current?.querySelector<HTMLElement>('[data-row]')?.focus()
    moves.current = false
  }, [number])
  const move = transform ? `translateY(${Math.round(transform.y)}px)` : undefined
  return (
    <li
      ref={(element) => {
        row.current = element
        setNodeRef(element)
      }}
      style={{ transform: move, transition }}
      onKeyDown={(event) => {
        const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined
        if (step === undefined) return
        event.preventDefault()
        moves.current = true
        actions.moveTo(rule, number - 1 + step)
      }}
      className={classNames(isDragging && 'relative z-10 bg-raised shadow-float')}
    >
      <ListRow
        kind={t('Relay rule')}
        open={open}
        onOpen={() => openItem(open ? null : rule.name)}
        dimmed={!rule.enabled}
        before={
          <button
            type="button"
            {...attributes}
            {...listeners}
            aria-label={t('Move {name}', { name: rule.name })}
            title={t('Drag to move, or press Alt and an arrow key on the rule')}
            className="-ml-2 inline-flex h-7 w-5 shrink-0 cursor-grab items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-text"
          >
            <GripVertical size={14} />
          </button>
        }
        after={
          <Switch
            label={t('Enable {name}', { name: rule.name })}
            checked={rule.enabled}
            onChange={(enabled) => actions.enable(rule, enabled)}
          />
        }
      >
        <span aria-hidden="true" className="w-5 shrink-0 text-right text-12 text-faint tabular-nums">
          {number}
        </span>
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="truncate font-medium">{rule.name}</span>
          <span className="text-12">
            <RuleSentence rule={rule} />
          </span>
        </span>
        {rule.enabled && <RuleUseMark {...health} />}
      </ListRow>
    </li>
  )
}
