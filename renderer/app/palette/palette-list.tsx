import { useEffect, useRef } from 'react'
import { t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { groupName } from './group-names.ts'
import type { Match, MatchGroup } from './match-commands.ts'

export interface PaletteListProps {
  readonly id: string
  readonly groups: readonly MatchGroup[]
  /** Counted over all groups. */
  readonly active: number
  readonly onPoint: (index: number) => void
  readonly onChoose: (match: Match) => void
}

/** The focus stays in the field above; the list follows it by aria-activedescendant. */
export function PaletteList({ id, groups, active, onPoint, onChoose }: PaletteListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])
  const starts = groups.map((_, at) =>
    groups.slice(0, at).reduce((sum, { matches }) => sum + matches.length, 0),
  )
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={t('Results')}
      className="min-h-0 overflow-y-auto p-1.5"
    >
      {groups.map(
        ({ group, matches }, at) =>
          matches.length > 0 && (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of options
            <div key={group} role="group" aria-labelledby={`${id}-${group}`} className="pb-1">
              <div id={`${id}-${group}`} className="px-2 pt-1.5 pb-1 font-medium text-12 text-quiet">
                {groupName(group)}
              </div>
              {matches.map((match, offset) => {
                const index = (starts[at] ?? 0) + offset
                return (
                  <Option
                    key={match.command.id}
                    id={`${id}-${index}`}
                    match={match}
                    active={index === active}
                    onPoint={() => onPoint(index)}
                    onChoose={() => onChoose(match)}
                  />
                )
              })}
            </div>
          ),
      )}
    </div>
  )
}

interface OptionProps {
  readonly id: string
  readonly match: Match
  readonly active: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

function Option({ id, match, active, onPoint, onChoose }: OptionProps) {
  const { title, detail, keys, icon: Icon } = match.command
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      onPointerMove={() => !active && onPoint()}
      onClick={onChoose}
      className={classNames(
        'flex h-8 cursor-default items-center gap-2.5 rounded-sm px-2',
        active && 'bg-selected',
      )}
    >
      {Icon ? (
        <Icon size={15} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-quiet" />
      ) : (
        <span className="w-[15px] shrink-0" />
      )}
      <bdi className="max-w-[60%] shrink-0 truncate" title={title}>
        <Marked text={title} marks={match.marks} />
      </bdi>
      <bdi className="min-w-0 flex-1 truncate text-12 text-quiet">{detail}</bdi>
      {keys && <span className="shrink-0 text-12 text-faint">{keys}</span>}
    </div>
  )
}

function Marked({ text, marks }: { text: string; marks: readonly number[] }) {
  if (marks.length === 0) return text
  const parts = []
  let from = 0
  for (let index = 0; index < marks.length; index += 2) {
    const [start = 0, end = 0] = [marks[index], marks[index + 1]]
    parts.push(text.slice(from, start))
    parts.push(
      <mark key={start} className="bg-transparent font-semibold text-accent">
        {text.slice(start, end)}
      </mark>,
    )
    from = end
  }
  return [...parts, text.slice(from)]
}
