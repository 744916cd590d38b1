import { useEffect, useState, useSyncExternalStore } from 'react'
import type { QueueFilter, QueueSort } from '../../../shared/contract/queue.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { onLiveEvent } from '../../live/follow-engine.ts'
import { createRowList, type RowList } from './row-list.ts'
import { NO_ROWS, type RowWindow, windowOf } from './row-window.ts'

/** The rows of a filter and an order, kept true by the engine's events; see row-list.ts. */
export function useQueueRows(filter: QueueFilter, sort: QueueSort): RowList {
  const { client } = useEngine()
  const create = (before: RowWindow) =>
    createRowList({
      filter,
      sort,
      ask: (cursor, limit, signal) => client.queue.list({ filter, sort, cursor, limit }, { signal }),
      later: (run, milliseconds) => {
        const timer = setTimeout(run, milliseconds)
        return () => clearTimeout(timer)
      },
      before,
    })
  const [current, setCurrent] = useState(() => ({ filter, sort, client, list: create(lastShown) }))
  let { list } = current
  // Another filter is another list, which shows what was there until its own rows come.
  if (current.filter !== filter || current.sort !== sort || current.client !== client) {
    list = create(beginning(list.state().window))
    setCurrent({ filter, sort, client, list })
  }

  useEffect(() => {
    const stop = list.start()
    const forget = onLiveEvent((event) => {
      if (event.kind === 'batch') list.apply(event.batch)
      else list.refresh().catch((error: unknown) => console.warn('Refreshing the queue failed.', error))
    })
    return () => {
      forget()
      lastShown = beginning(list.state().window)
      stop()
    }
  }, [list])
  return list
}

export function useRowListState(list: RowList) {
  return useSyncExternalStore(list.onChange, list.state)
}

/** Of the list that was shown last: better than an empty page until the first answer. */
let lastShown: RowWindow = NO_ROWS

function beginning({ pages }: RowWindow): RowWindow {
  const first = pages[0]
  return first?.rows ? windowOf([first], null) : NO_ROWS
}
