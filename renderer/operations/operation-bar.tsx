import { useEffect } from 'react'
import type { OperationView } from '../../shared/contract/operations.ts'
import { useEngine } from '../bridge/bridge-context.tsx'
import { count } from '../format/quantity.ts'
import { useTimeText } from '../live/clock.ts'
import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { canBeUndone, doingText } from './operation-words.ts'
import {
  cancelOperation,
  finishOperation,
  followOperations,
  lastUndoable,
  undoOperation,
  useOperations,
} from './operations-store.ts'

/** Smaller ones are over before anybody has read about them. */
const WORTH_TELLING = 100

/** Above the status bar, in every panel: what goes on with many messages, how far it is, and the way back. */
export function OperationBar() {
  const { client } = useEngine()
  const open = useOperations((state) => state.open)
  useEffect(() => followOperations(client), [client])
  useUndoKey()
  const shown = open.filter(
    ({ operation, selected }) => canBeUndone(operation.kind) || (selected ?? WORTH_TELLING) >= WORTH_TELLING,
  )
  if (shown.length === 0) return null
  return (
    <section
      aria-label={t('Operations')}
      className="flex max-h-28 shrink-0 flex-col overflow-y-auto border-line border-t bg-raised"
    >
      {shown.map((view) => (
        <Operation key={view.id} view={view} />
      ))}
    </section>
  )
}

function Operation({ view }: { view: OperationView }) {
  const { client } = useEngine()
  const { id, phase, selected, done, undoUntil } = view
  return (
    <div className="relative flex h-9 shrink-0 animate-appear items-center gap-2 px-4">
      {phase === 'running' && <Progress done={done} of={selected} />}
      <span role="status" className="truncate font-medium">
        {doingText(view)}
      </span>
      <span className="truncate text-quiet tabular-nums">
        {phase === 'undoable' && undoUntil !== null ? (
          <Countdown until={undoUntil} />
        ) : (
          <HowFar done={done} of={selected} />
        )}
      </span>
      <span className="flex-1" />
      {phase === 'undoable' ? (
        <>
          <Button look="quiet" onClick={() => void finishOperation(client, id)}>
            {t('Do it now')}
          </Button>
          <Button onClick={() => void undoOperation(client, id)} title={t('Undo (Ctrl Z)')}>
            {t('Undo')}
          </Button>
        </>
      ) : (
        <Button onClick={() => void cancelOperation(client, id)}>{t('Cancel')}</Button>
      )}
    </div>
  )
}

function Countdown({ until }: { until: number }) {
  return useTimeText((now) => t('in {seconds} s', { seconds: Math.max(0, Math.ceil((until - now) / 1_000)) }))
}

function HowFar({ done, of }: { done: number; of: number | null }) {
  return of === null ? t('counting') : t('{done} of {all}', { done: count(done), all: count(of) })
}

function Progress({ done, of }: { done: number; of: number | null }) {
  const share = of === null || of === 0 ? 0 : Math.min(1, done / of)
  return (
    <div
      role="progressbar"
      aria-label={t('Progress')}
      aria-valuenow={Math.round(share * 100)}
      className="absolute inset-x-0 top-0 h-0.5"
    >
      <div style={{ width: `${share * 100}%` }} className="h-full bg-accent transition-[width]" />
    </div>
  )
}

/** Ctrl or Cmd with Z takes back the last operation, except where a text is being typed. */
function useUndoKey(): void {
  const { client } = useEngine()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'z' || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return
      const { target } = event
      if (target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]')) return
      const view = lastUndoable(useOperations.getState().open)
      if (view === null) return
      event.preventDefault()
      void undoOperation(client, view.id)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [client])
}
