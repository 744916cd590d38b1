/** A message as its reader would see it: the mail's own head, HTML or text, and what is attached. */
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { MessageContent } from '../../shared/contract/content.ts'
import { count } from '../format/quantity.ts'
import { t } from '../text/t.ts'
import { Notice } from '../ui/notice.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { AttachmentList } from './attachment-list.tsx'
import { HtmlFrame } from './html-frame.tsx'
import { type AskedLink, LinkDialog } from './link-dialog.tsx'
import { MailHead } from './mail-head.tsx'
import type { MailSource } from './mail-source.ts'
import { PlainText } from './plain-text.tsx'

type Form = 'html' | 'text'

export function MessageBody({ content, source }: { content: MessageContent; source: MailSource }) {
  const [wanted, setWanted] = useState<Form>('html')
  const [link, setLink] = useState<AskedLink | null>(null)
  const { html, text } = content
  const form: Form = html === null ? 'text' : text === null ? 'html' : wanted
  const truncated = form === 'html' ? html?.truncated : text?.truncated
  return (
    <div className="mx-auto flex min-h-full w-full max-w-4xl flex-col gap-4 p-4">
      <MailHead content={content} />
      {content.problems.length > 0 && (
        <Notice tone="warn">
          <ul className="flex flex-col gap-0.5">
            {content.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      <AttachmentList parts={content.parts} source={source} />
      <div className="flex flex-col gap-2">
        {html !== null && (
          <div className="flex min-h-6 flex-wrap items-center justify-between gap-2">
            {text !== null && (
              <Segmented
                label={t('Form of the message')}
                segments={[
                  { value: 'html', label: t('HTML') },
                  { value: 'text', label: t('Text') },
                ]}
                value={form}
                onChange={setWanted}
              />
            )}
            {form === 'html' && <Blocked blocked={html.blocked} />}
          </div>
        )}
        {form === 'html' && html && (
          <HtmlFrame html={html.content} onLink={(address, words) => setLink({ address, text: words })} />
        )}
        {form === 'text' && <PlainText text={text?.content ?? ''} />}
        {form === 'text' && (text === null || text.content.trim() === '') && (
          <p className="text-quiet">{t('It has no text.')}</p>
        )}
        {truncated && (
          <p className="text-12 text-quiet">{t('The rest of the text is shown under Source.')}</p>
        )}
      </div>
      {link && <LinkDialog link={link} onClose={() => setLink(null)} />}
    </div>
  )
}

const NAMED = 2

function Blocked({
  blocked: { count: number, hosts },
}: {
  blocked: { count: number; hosts: readonly string[] }
}) {
  const named = hosts.slice(0, NAMED).join(', ')
  return (
    <p className="flex min-w-0 items-center gap-1.5 text-12 text-quiet" title={hosts.join('\n') || undefined}>
      <ShieldCheck size={14} aria-hidden="true" className="shrink-0 text-ok" />
      <span className="min-w-0 truncate">
        {number === 0
          ? t('Nothing from elsewhere in it')
          : hosts.length > NAMED
            ? t(
                '{count, plural, one {# item} other {# items}} from elsewhere not loaded ({hosts} and {more} more)',
                { count: number, hosts: named, more: count(hosts.length - NAMED) },
              )
            : t('{count, plural, one {# item} other {# items}} from elsewhere not loaded ({hosts})', {
                count: number,
                hosts: named,
              })}
      </span>
    </p>
  )
}
