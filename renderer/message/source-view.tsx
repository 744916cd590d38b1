/** The source as text: nothing in it is interpreted. Chunk after chunk is fetched, and only what is in view is drawn. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronUp, Download } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { joined } from '../../shared/mime/octets.ts'
import { saveFile } from '../files/save-file.ts'
import { bytes, count } from '../format/quantity.ts'
import { problemText } from '../forms/server-issues.ts'
import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { LinkAction } from '../ui/link-action.tsx'
import { LoadingBar } from '../ui/loading-bar.tsx'
import { ProblemState } from '../ui/problem-state.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { notify } from '../ui/toasts.tsx'
import { type MailSource, wholeSource } from './mail-source.ts'
import { SourceLine } from './source-line.tsx'
import { linesWith, sourceLines } from './source-lines.ts'

const LINE = 16
/** Copying more than that makes browsers stop for a while. */
const COPIED_AT_MOST = 4 * 1024 * 1024

export function SourceView({ source }: { source: MailSource }) {
  const query = useInfiniteQuery({
    queryKey: ['mail source', source.key],
    queryFn: ({ pageParam, signal }) => source.source(pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: (chunk) => chunk.nextOffset,
    // What was once accepted never changes.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const octets = useMemo(() => joined(data?.pages.map((page) => page.octets) ?? []), [data])
  const lines = useMemo(() => sourceLines(octets, hasNextPage), [octets, hasNextPage])
  const [sought, setSought] = useState('')
  const [at, setAt] = useState(0)
  const found = useMemo(() => linesWith(lines, sought), [lines, sought])
  const viewport = useRef<HTMLDivElement>(null)
  const findBox = useFindKey()
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => LINE,
    overscan: 20,
  })

  if (query.isError)
    return <ProblemState text={problemText(query.error)} onRetry={() => void query.refetch()} />
  if (!data) return <LoadingBar />

  const go = (next: number) => {
    if (found.length === 0) return
    const index = (next + found.length) % found.length
    setAt(index)
    virtual.scrollToIndex(found[index] as number, { align: 'center' })
  }
  const seek = (text: string) => {
    setSought(text)
    setAt(0)
    const [first] = linesWith(lines, text)
    if (first !== undefined) virtual.scrollToIndex(first, { align: 'center' })
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    go(event.shiftKey ? at - 1 : at + 1)
  }
  const current = found[at]
  return (
    <div className="flex h-full min-h-80 flex-col">
      <div className="flex flex-wrap items-center gap-1.5 px-4 py-2">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the field within. */}
        <div className="min-w-40 flex-1" onKeyDown={press}>
          <SearchBox
            within
            ref={findBox}
            label={t('Find in the source')}
            placeholder={t('Find')}
            value={sought}
            onChange={seek}
          />
        </div>
        {sought !== '' && (
          <>
            <span role="status" className="text-12 text-quiet tabular-nums">
              {found.length === 0
                ? t('not found')
                : t('{at} of {all}', { at: count(at + 1), all: count(found.length) })}
            </span>
            <IconButton label={t('Find the one before')} shortcut="Shift Enter" onClick={() => go(at - 1)}>
              <ChevronUp size={15} />
            </IconButton>
            <IconButton label={t('Find the next')} shortcut="Enter" onClick={() => go(at + 1)}>
              <ChevronDown size={15} />
            </IconButton>
          </>
        )}
        {octets.length <= COPIED_AT_MOST && (
          <CopyButton text={lines.join('\n')} label={t('Copy the source')} />
        )}
        <SaveButton source={source} />
      </div>
      <p className="flex gap-2 px-4 pb-2 text-12 text-quiet">
        {hasNextPage
          ? t('{shown} of {size} are here', { shown: bytes(octets.length), size: bytes(source.size) })
          : t('{size}, {count, plural, one {# line} other {# lines}}', {
              size: bytes(octets.length),
              count: lines.length,
            })}
        {hasNextPage && (
          <LinkAction onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? t('Fetching…') : t('Fetch more')}
          </LinkAction>
        )}
      </p>
      <section
        ref={viewport}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard.
        tabIndex={0}
        aria-label={t('Source')}
        className="min-h-0 flex-1 overflow-auto border-line border-t bg-sunken font-mono text-12 -outline-offset-2"
      >
        <div style={{ height: virtual.getTotalSize() }} className="relative min-w-full">
          {virtual.getVirtualItems().map(({ index, start }) => (
            <SourceLine
              key={index}
              number={index + 1}
              text={lines[index] ?? ''}
              top={start}
              sought={sought}
              current={index === current}
            />
          ))}
        </div>
      </section>
    </div>
  )
}

/** Ctrl F, or Cmd F, finds here while a source is shown: the page itself holds only the lines in view. */
function useFindKey() {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || !box.current) return
      event.preventDefault()
      box.current.select()
      box.current.focus()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
  return box
}

function SaveButton({ source }: { source: MailSource }) {
  const [done, setDone] = useState<number | null>(null)
  const save = async () => {
    setDone(0)
    try {
      saveFile(source.fileName, 'message/rfc822', await wholeSource(source, setDone))
    } catch (error) {
      notify({ text: problemText(error), tone: 'problem' })
    } finally {
      setDone(null)
    }
  }
  return (
    <Button icon={<Download size={13} />} busy={done !== null} onClick={() => void save()}>
      {done !== null && done > 0
        ? t('{done} of {size}', { done: bytes(done), size: bytes(source.size) })
        : t('Save as .eml')}
    </Button>
  )
}
