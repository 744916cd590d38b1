/** The rules in their order. Dragged by the handle, or moved with it by keyboard: Space, arrows, Space. */

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
import type { Rule } from '../../../shared/domain/rule.ts'
import { openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { ListRow } from '../../ui/list-row.tsx'
import { Switch } from '../../ui/switch.tsx'
import { RuleSentence } from './rule-sentence-text.tsx'
import type { RuleActions } from './use-rule-actions.ts'

export interface RuleListProps {
  rules: readonly Rule[]
  openName: string | null
  actions: RuleActions
}

export function RuleList({ rules, openName, actions }: RuleListProps) {
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
        <ol aria-label={t('Relay rules')} className="min-h-0 flex-1 overflow-auto">
          {rules.map((rule, index) => (
            <SortableRule
              key={rule.name}
              rule={rule}
              number={index + 1}
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
  open,
  actions,
}: {
  rule: Rule
  number: number
  open: boolean
  actions: RuleActions
}) {
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id: rule.name,
  })
  const move = transform ? `translateY(${Math.round(transform.y)}px)` : undefined
  return (
    <li
      ref={setNodeRef}
      style={{ transform: move, transition }}
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
            aria-label={`Move ${rule.name}`}
            className="-ml-2 inline-flex h-7 w-5 shrink-0 cursor-grab items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-text"
          >
            <GripVertical size={14} />
          </button>
        }
        after={
          <Switch
            label={`Enable ${rule.name}`}
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
      </ListRow>
    </li>
  )
}
