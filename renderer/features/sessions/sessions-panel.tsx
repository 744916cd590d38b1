import { Pause, Play, Radio } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { SESSION_FILTER_KEYS } from '../../../shared/filter/session-filter.ts'
import { withoutUnfinishedWord } from '../../../shared/filter/unfinished-word.ts'
import { engineNow } from '../../live/clock.ts'
import { setParams, useLocation } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { ConversationView } from './conversation-view.tsx'
import type { FeedView, SessionFeed } from './session-feed.ts'
import { SessionFilterBox } from './session-filter-box.tsx'
import { SessionList } from './session-list.tsx'
import { askedSessions, sessionView, viewSegments } from './session-views.ts'
import { useSessionFeed } from './use-session-feed.ts'

/** After so long a word that might have become a key is a word. */
const WORD_MS = 700

/** Every connection, in and out: the list, and beside it the conversation of one of them. */
export function SessionsPanel() {
  const { params, item } = useLocation((state) => state.place)
  const view = sessionView(params.view)
  const text = params.q ?? ''
  const rested = useSettled(text, WORD_MS)
  const finished = rested === text ? text : withoutUnfinishedWord(text, SESSION_FILTER_KEYS)
  const { filter, problems } = useMemo(
    () => askedSessions(view, finished, params.message, engineNow()),
    [view, finished, params.message],
  )
  const { feed, view: list } = useSessionFeed(filter)
  useKeyToPause(feed, list.mode)

  return (
    <>
      <PanelHeader title={t('Sessions')}>
        <SessionFilterBox value={text} problems={problems} rows={list.rows} />
        <PauseButton feed={feed} view={list} />
      </PanelHeader>
      <div className="flex h-10 shrink-0 items-center overflow-hidden px-3">
        <Segmented
          label={t('View')}
          value={view}
          segments={viewSegments()}
          onChange={(next) => setParams({ view: next === 'all' ? '' : next })}
        />
      </div>
      <div className="flex min-h-0 flex-1 border-line border-t">
        <div
          className={classNames(
            'flex min-w-0 flex-col',
            item ? 'w-[clamp(260px,32%,420px)] shrink-0 border-line border-r' : 'flex-1',
          )}
        >
          {params.message && <OfMessage id={params.message} />}
          <List feed={feed} view={list} openId={item} filtered={Object.keys(filter).length > 0} />
        </div>
        {item && (
          <ConversationView
            key={item}
            id={item}
            markedAt={params.at ? Number(params.at) : null}
            markedLine={params.line ? Number(params.line) : null}
          />
        )}
      </div>
    </>
  )
}

function List({
  feed,
  view,
  openId,
  filtered,
}: {
  feed: SessionFeed
  view: FeedView
  openId: string | null
  filtered: boolean
}) {
  if (view.rows.length > 0)
    return <SessionList feed={feed} view={view} openId={openId} narrow={openId !== null} />
  if (view.problem !== null) return <ProblemState text={view.problem} onRetry={() => void feed.reload()} />
  if (view.loading === 'first') return <LoadingBar />
  if (view.loading === 'more')
    return (
      <>
        <LoadingBar />
        <p className="p-4 text-quiet">{t('Looking through older sessions…')}</p>
      </>
    )
  return <Empty filtered={filtered} />
}

function PauseButton({ feed, view }: { feed: SessionFeed; view: FeedView }) {
  const paused = view.mode === 'pause'
  const waiting = view.overflowed
    ? t('Many changes waiting')
    : t('{count, plural, one {# change} other {# changes}} waiting', { count: view.changes })
  return (
    <Button
      icon={paused ? <Play size={13} aria-hidden="true" /> : <Pause size={13} aria-hidden="true" />}
      look={paused ? 'primary' : 'plain'}
      aria-pressed={paused}
      title={paused ? t('Bring in what waits, and follow again') : t('Freeze the list; nothing is lost')}
      onClick={() => feed.setMode(paused ? 'follow' : 'pause')}
    >
      {!paused ? t('Pause') : view.changes > 0 || view.overflowed ? waiting : t('Paused')}
    </Button>
  )
}

function OfMessage({ id }: { id: string }) {
  return (
    <p className="flex items-center justify-between gap-2 border-line border-y bg-sunken px-4 py-1 text-12">
      <span className="truncate">
        {rich('Of message {id}', {
          id: (
            <span key="id" className="font-mono">
              {id}
            </span>
          ),
        })}
      </span>
      <Button look="quiet" className="h-6" onClick={() => setParams({ message: '' })}>
        {t('Show all')}
      </Button>
    </p>
  )
}

function Empty({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState
      text={t('No session matches this filter.')}
      action={
        <Button onClick={() => setParams({ q: '', view: '', message: '' })}>{t('Show all sessions')}</Button>
      }
    />
  ) : (
    <EmptyState
      icon={<Radio size={22} strokeWidth={1.5} />}
      text={t(
        'No sessions yet. Point a device or program at one of the listeners: its connection shows here, line by line, as it happens.',
      )}
    />
  )
}

/** Shift+P, from anywhere in the panel but its fields. */
function useKeyToPause(feed: SessionFeed, mode: FeedView['mode']): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (event.key !== 'P' || inField || event.ctrlKey || event.metaKey || event.altKey) return
      feed.setMode(mode === 'pause' ? 'follow' : 'pause')
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [feed, mode])
}
