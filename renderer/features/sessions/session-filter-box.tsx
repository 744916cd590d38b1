import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import type { SessionRow } from '../../../shared/domain/session.ts'
import { completeSessionFilter } from '../../../shared/filter/complete-session-filter.ts'
import { setParams } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { SearchBox } from '../../ui/search-box.tsx'

export interface SessionFilterBoxProps {
  value: string
  problem: string | null
  /** What is listed now: its names are offered. */
  rows: readonly SessionRow[]
}

/** The filter with what could be typed next: Down opens the list, Enter or Tab takes, Esc closes it. */
export function SessionFilterBox({ value, problem, rows }: SessionFilterBoxProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const [chosen, setChosen] = useState(-1)
  const isOpen = caret !== null
  const { from, to, suggestions } = useMemo(
    () =>
      isOpen
        ? completeSessionFilter(value, caret, factsOf(rows))
        : { from: 0, to: 0, suggestions: [] as const },
    [value, caret, isOpen, rows],
  )
  const close = () => {
    setCaret(null)
    setChosen(-1)
  }
  const open = () => {
    setCaret(input.current?.selectionStart ?? value.length)
    setChosen(-1)
  }
  const take = (insert: string) => {
    const next = `${value.slice(0, from)}${insert}${value.slice(to).trimStart()}`
    const at = from + insert.length
    setParams({ q: next })
    setCaret(insert.endsWith(':') ? at : null)
    setChosen(-1)
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(at, at)
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const suggestion = suggestions[chosen]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) open()
      else setChosen(step(chosen, event.key === 'ArrowDown' ? 1 : -1, suggestions.length))
    } else if (isOpen && suggestion && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault()
      take(suggestion.insert)
    } else if (isOpen && suggestions.length > 0 && event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      close()
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the field in it.
    <div className="relative w-full max-w-112" onKeyDownCapture={onKeyDown} onBlur={close}>
      <SearchBox
        ref={input}
        label={t('Filter sessions')}
        placeholder={t('Filter: client:192.168.1.20 code:550 outcome:refused')}
        value={value}
        problem={problem}
        onChange={(q) => {
          setParams({ q })
          setCaret(input.current?.selectionStart ?? q.length)
          setChosen(-1)
        }}
      />
      {problem !== null && !isOpen && (
        <p
          role="status"
          className="absolute top-full z-20 mt-1 rounded bg-raised px-2 py-1 text-12 text-bad shadow-float"
        >
          {problem}
        </p>
      )}
      {isOpen && suggestions.length > 0 && (
        <div
          id={id}
          role="listbox"
          aria-label={t('What could be typed next')}
          className="absolute top-full right-0 left-0 z-20 mt-1 overflow-hidden rounded bg-raised p-1 shadow-float"
        >
          {suggestions.map((each, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus.
            <div
              key={each.label}
              role="option"
              aria-selected={index === chosen}
              onPointerDown={(event) => {
                event.preventDefault()
                take(each.insert)
              }}
              className={classNames(
                'flex h-7 items-center gap-3 rounded-sm px-2',
                index === chosen ? 'bg-hover' : 'hover:bg-hover',
              )}
            >
              <span className="font-mono text-12">{each.label}</span>
              <span className="truncate text-12 text-quiet">{each.description}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

function step(at: number, by: number, count: number): number {
  return Math.max(-1, Math.min(count - 1, at + by))
}

const MOST = 40

function factsOf(rows: readonly SessionRow[]): Readonly<Record<string, readonly string[]>> {
  const recent = rows.slice(0, 300)
  const some = (values: ReadonlyArray<string | null>) =>
    [...new Set(values.filter((value) => value !== null))].slice(0, MOST)
  return {
    client: some(recent.flatMap((row) => [row.peerAddress, row.peerName])),
    account: some(recent.map((row) => row.account)),
    network: some(recent.map((row) => row.network)),
    listener: some(recent.map((row) => (row.direction === 'inbound' ? row.via : null))),
    route: some(recent.map((row) => (row.direction === 'outbound' ? row.via : null))),
  }
}
