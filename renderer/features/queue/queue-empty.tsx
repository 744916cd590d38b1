import { Inbox, SearchX } from 'lucide-react'
import { hrefOf, setParams } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { View } from './queue-view.ts'

/** Nothing to show: because of the filter, because all is well, or because nothing has come in yet. */
export function QueueEmpty({ text, view, hasMail }: { text: string; view: View; hasMail: boolean }) {
  if (text.trim() !== '')
    return (
      <EmptyState
        icon={<SearchX size={22} strokeWidth={1.5} />}
        text={nothingMatches(text.trim(), view)}
        action={
          <span className="flex gap-2">
            <Button onClick={() => setParams({ filter: '', q: '' })}>{t('Clear the filter')}</Button>
            {view !== 'all' && (
              <Button look="quiet" onClick={() => setParams({ view: '' })}>
                {t('Look in all messages')}
              </Button>
            )}
          </span>
        }
      />
    )
  if (hasMail && view !== 'all')
    return (
      <EmptyState
        text={NOTHING_IN[view]()}
        action={<Button onClick={() => setParams({ view: '' })}>{t('Show all messages')}</Button>}
      />
    )
  return (
    <EmptyState
      icon={<Inbox size={22} strokeWidth={1.5} />}
      text={t('No mail yet. Messages appear here as soon as a device or program sends one.')}
      action={
        <a href={hrefOf('overview')} className="font-medium text-accent hover:underline">
          {t('See how to send the first one')}
        </a>
      }
    />
  )
}

const NOTHING_IN: Readonly<Record<Exclude<View, 'all'>, () => string>> = {
  waiting: () => t('Nothing waits: all mail has gone on.'),
  failed: () => t('No message has failed.'),
  held: () => t('Nothing is held.'),
  delivered: () => t('Nothing has been delivered yet.'),
}

function nothingMatches(filter: string, view: View): string {
  switch (view) {
    case 'all':
      return t('No message matches “{filter}”.', { filter })
    case 'waiting':
      return t('No waiting message matches “{filter}”.', { filter })
    case 'failed':
      return t('No failed message matches “{filter}”.', { filter })
    case 'held':
      return t('No held message matches “{filter}”.', { filter })
    case 'delivered':
      return t('No delivered message matches “{filter}”.', { filter })
  }
}
