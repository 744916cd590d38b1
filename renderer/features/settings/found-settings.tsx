import type { KeyboardEvent } from 'react'
import { useLive } from '../../live/live-store.ts'
import { goTo } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { placeOf, type SettingEntry } from './settings-index.ts'
import { sectionLabel } from './settings-section.ts'

/** What the search has found; choosing one goes to the field and marks it. */
export function FoundSettings({
  text,
  found,
  onGo,
  onClear,
}: {
  text: string
  found: readonly SettingEntry[]
  onGo: () => void
  onClear: () => void
}) {
  const go = (entry: SettingEntry) => {
    onGo()
    const { status } = useLive.getState()
    goTo('settings', placeOf(entry, status?.listeners[0]?.name ?? null))
  }
  if (found.length === 0)
    return (
      <EmptyState
        text={t('No setting has “{text}” in it. Routes, rules and accounts have panels of their own.', {
          text,
        })}
        action={<Button onClick={onClear}>{t('Clear the search')}</Button>}
      />
    )
  return (
    <ul aria-label={t('Found settings')} onKeyDown={move} className="flex flex-col overflow-auto px-2 pb-4">
      {found.map((entry) => (
        <li key={`${entry.section} ${entry.field} ${entry.label}`}>
          <button
            type="button"
            data-found-setting
            onClick={() => go(entry)}
            className="flex h-9 w-full cursor-default items-center gap-3 rounded px-2 text-left transition-colors hover:bg-hover"
          >
            <span className="min-w-0 flex-1 truncate font-medium">{entry.label}</span>
            <span className="shrink-0 text-12 text-quiet">{sectionLabel(entry.section)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function move(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-found-setting]')]
  const at = all.indexOf(document.activeElement as HTMLElement)
  const next = all[at + (event.key === 'ArrowDown' ? 1 : -1)]
  event.preventDefault()
  if (next) next.focus()
  else if (event.key === 'ArrowUp') document.querySelector<HTMLElement>('[data-filter]')?.focus()
}
