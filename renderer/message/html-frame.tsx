import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { t } from '../text/t.ts'
import { dressFrame } from './dress-frame.ts'
import { frameDocument, LINK } from './frame-document.ts'
import { trustMarkup } from './trust-markup.ts'

/** Beyond it the frame scrolls by itself: a table of a million rows must not become a page of that height. */
const TALLEST = 20_000
const FIRST_HEIGHT = 160

/**
 * A message as HTML on white paper. The sandbox has allow-same-origin and nothing else: without allow-scripts no code of
 * the message runs that could make use of an origin, and the window can measure it and hear its links.
 */
export function HtmlFrame({
  html,
  onLink,
}: {
  html: string
  onLink: (address: string, text: string) => void
}) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState(FIRST_HEIGHT)
  const { page, sheets } = useMemo(() => frameDocument(html), [html])
  const latest = useRef(onLink)
  latest.current = onLink

  // Not as an attribute of React, which would make a plain text of it.
  useLayoutEffect(() => {
    if (frame.current) frame.current.srcdoc = trustMarkup(page)
  }, [page])

  // Each document that the frame loads is dressed and listened to anew.
  const [loads, setLoads] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `loads` stands for the document within.
  useEffect(() => {
    const inside = frame.current?.contentDocument
    if (!inside?.body) return
    dressFrame(inside, sheets)
    const stop = hearLinks(inside, (address, text) => latest.current(address, text))
    const measure = () => {
      const content = Math.max(inside.documentElement.offsetHeight, inside.body.scrollHeight)
      setHeight(Math.min(TALLEST, Math.max(48, Math.ceil(content))))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(inside.documentElement)
    observer.observe(inside.body)
    return () => {
      observer.disconnect()
      stop()
    }
  }, [loads])

  return (
    <iframe
      ref={frame}
      title={t('The message as HTML')}
      sandbox="allow-same-origin"
      referrerPolicy="no-referrer"
      onLoad={() => setLoads((number) => number + 1)}
      style={{ height }}
      className="block w-full rounded border border-line bg-paper"
    />
  )
}

function hearLinks(page: Document, onLink: (address: string, text: string) => void): () => void {
  const open = (event: Event) => {
    const target = event.target as Element | null
    const link = target?.closest?.(`[${LINK}]`)
    if (!link) return false
    event.preventDefault()
    onLink(link.getAttribute(LINK) ?? '', (link.textContent ?? '').trim())
    return true
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && open(event)) return
    // The window's own keys work from within the frame too: Esc closes, "/" filters.
    const copy = new KeyboardEvent('keydown', {
      key: event.key,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      bubbles: true,
      cancelable: true,
    })
    if (!page.defaultView?.frameElement?.dispatchEvent(copy)) event.preventDefault()
  }
  page.addEventListener('click', open)
  page.addEventListener('auxclick', open)
  page.addEventListener('keydown', press)
  return () => {
    page.removeEventListener('click', open)
    page.removeEventListener('auxclick', open)
    page.removeEventListener('keydown', press)
  }
}
