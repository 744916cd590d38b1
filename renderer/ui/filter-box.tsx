/**
 * A filter that is written in a language: what is understood is coloured quietly, what is not is underlined, and what
 * could come next is offered in a list. Knows nothing of the language itself.
 */
import { Search, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { t } from '../text/t.ts'
import { classNames } from './class-names.ts'

export interface FilterMark {
  readonly from: number
  readonly to: number
  readonly tone: 'key' | 'value' | 'problem'
}

export interface BoxSuggestion {
  readonly insert: string
  readonly label: string
  readonly description: string
  readonly example?: string
}

export interface BoxCompletion {
  readonly from: number
  readonly to: number
  readonly suggestions: readonly BoxSuggestion[]
}

export interface FilterBoxProps {
  label: string
  placeholder: string
  value: string
  onChange: (value: string) => void
  /** In order, without overlap. */
  marks: readonly FilterMark[]
  complete: (text: string, caret: number) => BoxCompletion
  /** What is wrong with the text is told in the element of this id. */
  problemId?: string | undefined
  /** Enter, where it chooses no suggestion: the keyboard goes on in the list. */
  onDone?: () => void
  /** Stands at the end, while there is room. */
  help?: ReactNode
  className?: string
}

const TONES: Readonly<Record<FilterMark['tone'], string>> = {
  key: 'text-accent',
  value: 'text-text',
  problem: 'text-bad underline decoration-wavy decoration-bad underline-offset-2',
}

const NOTHING: BoxCompletion = { from: 0, to: 0, suggestions: [] }

export function FilterBox(props: FilterBoxProps) {
  const { label, placeholder, value, onChange, marks, problemId, help, className } = props
  const input = useRef<HTMLInputElement>(null)
  const mirror = useRef<HTMLDivElement>(null)
  const listId = useId()
  const { suggestions, active, look, accept, close, keys } = useCompletion(props, input)
  const isOpen = suggestions.length > 0

  return (
    <div className={classNames('relative flex min-w-0 items-center', className)}>
      <Search size={14} aria-hidden="true" className="pointer-events-none absolute left-2 z-10 text-faint" />
      <div className="relative h-7 w-full rounded bg-raised">
        <div
          ref={mirror}
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-13 left-7 overflow-hidden leading-7 whitespace-pre"
        >
          {coloured(value, marks)}
        </div>
        <input
          ref={input}
          type="text"
          data-filter
          role="combobox"
          aria-label={label}
          aria-expanded={isOpen}
          aria-controls={isOpen ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && active >= 0 ? `${listId}-${active}` : undefined}
          aria-invalid={problemId ? true : undefined}
          aria-describedby={problemId}
          placeholder={placeholder}
          value={value}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            onChange(event.target.value)
            look(event.target.value, event.target.selectionStart ?? event.target.value.length)
          }}
          onFocus={(event) => look(value, event.target.selectionStart ?? value.length)}
          onClick={(event) => look(value, event.currentTarget.selectionStart ?? value.length)}
          onBlur={close}
          onScroll={(event) => mirror.current?.scrollTo({ left: event.currentTarget.scrollLeft })}
          onKeyDown={keys}
          className="absolute inset-0 size-full rounded border border-line-strong bg-transparent pr-13 pl-[27px] text-transparent caret-text placeholder:text-faint hover:border-faint focus:border-accent focus:outline-none focus-visible:ring-2 focus-visible:ring-accent/30 aria-invalid:border-bad"
        />
      </div>
      <div className="absolute right-1 flex items-center">
        {value === '' ? (
          <span
            aria-hidden="true"
            className="pointer-events-none mr-1 rounded-sm border border-line px-1 text-11 text-faint"
          >
            /
          </span>
        ) : (
          <button
            type="button"
            aria-label={t('Clear the filter')}
            onClick={() => onChange('')}
            className="inline-flex size-5 cursor-default items-center justify-center rounded-sm text-quiet hover:bg-hover hover:text-text"
          >
            <X size={13} />
          </button>
        )}
        {help}
      </div>
      {isOpen && (
        <Suggestions id={listId} label={label} suggestions={suggestions} active={active} onAccept={accept} />
      )}
    </div>
  )
}

/** What could be typed next, which of it is chosen, and the keys that choose and take it. */
function useCompletion(
  { value, onChange, complete, onDone }: Pick<FilterBoxProps, 'value' | 'onChange' | 'complete' | 'onDone'>,
  input: RefObject<HTMLInputElement | null>,
) {
  const [completion, setCompletion] = useState<BoxCompletion | null>(null)
  const [active, setActive] = useState(-1)
  const { from, suggestions } = completion ?? NOTHING
  const isOpen = suggestions.length > 0

  const look = (text: string, caret: number) => {
    const next = complete(text, caret)
    setCompletion(next)
    // A word that is typed is a word first; behind a key its values are what one wants.
    setActive(text.slice(0, next.from).endsWith(':') && caret > next.from ? 0 : -1)
  }
  const accept = (suggestion: BoxSuggestion) => {
    const { to } = completion ?? NOTHING
    const rest = value.slice(to).replace(/^ /, suggestion.insert.endsWith(' ') ? '' : ' ')
    const text = `${value.slice(0, from)}${suggestion.insert}${rest}`
    const caret = from + suggestion.insert.length
    onChange(text)
    look(text, caret)
    // Once React has put the text in.
    requestAnimationFrame(() => input.current?.setSelectionRange(caret, caret))
  }
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = suggestions[active] ?? (event.key === 'Tab' && value !== '' ? suggestions[0] : undefined)
    if (event.key === 'Escape') {
      event.stopPropagation()
      if (isOpen) setCompletion(null)
      else if (value === '') event.currentTarget.blur()
      else onChange('')
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) return look(value, event.currentTarget.selectionStart ?? value.length)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((active + step + suggestions.length + (active < 0 && step < 0 ? 1 : 0)) % suggestions.length)
    } else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && isOpen && chosen) {
      event.preventDefault()
      accept(chosen)
    } else if (event.key === 'Enter') {
      setCompletion(null)
      onDone?.()
    }
  }
  return { suggestions, active, look, accept, keys, close: () => setCompletion(null) }
}

interface SuggestionsProps {
  id: string
  label: string
  suggestions: readonly BoxSuggestion[]
  active: number
  onAccept: (suggestion: BoxSuggestion) => void
}

function Suggestions({ id, label, suggestions, active, onAccept }: SuggestionsProps) {
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])
  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      data-takes-escape
      className="absolute top-8 left-0 z-30 flex max-h-80 w-full min-w-80 animate-appear flex-col overflow-y-auto rounded bg-raised p-1 shadow-float"
    >
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, as the combobox pattern has it.
        <div
          key={suggestion.label}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // Before the field loses the focus.
          onPointerDown={(event) => {
            event.preventDefault()
            onAccept(suggestion)
          }}
          className={classNames(
            'flex h-7 shrink-0 cursor-default items-center gap-3 rounded-sm px-2 hover:bg-hover',
            index === active && 'bg-selected',
          )}
        >
          <span className="min-w-24 shrink-0 truncate font-medium whitespace-pre">{suggestion.label}</span>
          <span className="min-w-0 flex-1 truncate text-12 text-quiet">{suggestion.description}</span>
          <span className="shrink-0 font-mono text-11 text-quiet">{suggestion.example}</span>
        </div>
      ))}
    </div>
  )
}

function coloured(text: string, marks: readonly FilterMark[]): ReactNode[] {
  const parts: ReactNode[] = []
  let at = 0
  for (const { from, to, tone } of marks) {
    if (from < at) continue
    parts.push(text.slice(at, from))
    parts.push(
      <span key={from} className={TONES[tone]}>
        {text.slice(from, to)}
      </span>,
    )
    at = to
  }
  return [...parts, text.slice(at)]
}
