/** A message file, read in the window itself: nothing of it goes to the engine unless it is put into the queue. */

import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { readMessage } from '../../../shared/mime/read-message.ts'
import { closeMessageFile, type OpenedMessage, useOpenedMessage } from '../../desktop/opened-message.ts'
import { fromBase64 } from '../../files/base64.ts'
import { bytes } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { HeaderView } from '../header-view.tsx'
import { fileSource } from '../mail-source.ts'
import { MessageBody } from '../message-body.tsx'
import { SourceView } from '../source-view.tsx'
import { SubmitForm } from './submit-form.tsx'

export function OpenedMessageDialog() {
  const message = useOpenedMessage((state) => state.message)
  // The whole of it, so that neither Close nor its tooltip stands out.
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={message !== null} onOpenChange={(open) => !open && closeMessageFile()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Base.Popup
          ref={popup}
          initialFocus={popup}
          data-takes-escape
          className="fixed top-1/2 left-1/2 z-40 flex h-[86vh] w-216 max-w-[calc(100vw-3rem)] -translate-x-1/2 -translate-y-1/2 animate-appear flex-col overflow-hidden rounded bg-surface shadow-float outline-none"
        >
          {message && <Opened key={message.base64.length + message.name} message={message} />}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

function Opened({ message: { name, base64 } }: { message: OpenedMessage }) {
  const octets = useMemo(() => fromBase64(base64), [base64])
  const read = useMemo(() => readMessage(octets), [octets])
  const source = useMemo(() => fileSource(name, octets, read), [name, octets, read])
  const [tab, setTab] = useState('message')
  const [queueing, setQueueing] = useState(false)
  const { content } = read
  const isMail = content.headers.length > 0
  return (
    <>
      <header className="flex shrink-0 items-start justify-between gap-3 px-4 pt-4 pb-3">
        <div className="flex min-w-0 flex-col gap-0.5">
          <p className="truncate text-12 text-quiet">
            {t('{name}, {size}, not in the queue', { name, size: bytes(octets.length) })}
          </p>
          <Base.Title dir="auto" className="line-clamp-2 text-left text-15 font-semibold break-words">
            {content.subject === '' ? t('No subject') : content.subject}
          </Base.Title>
        </div>
        <IconButton label={t('Close')} onClick={closeMessageFile}>
          <X size={15} />
        </IconButton>
      </header>
      {!isMail ? (
        <EmptyState text={t('This file has no header: it is no mail, or only a piece of one.')} />
      ) : queueing ? (
        <SubmitForm
          content={content}
          base64={base64}
          onDone={closeMessageFile}
          onBack={() => setQueueing(false)}
        />
      ) : (
        <>
          <Tabs
            value={tab}
            onChange={setTab}
            tabs={[
              {
                value: 'message',
                label: t('Message'),
                content: <MessageBody content={content} source={source} />,
              },
              {
                value: 'headers',
                label: t('Headers'),
                content: <HeaderView content={content} checked={null} />,
              },
              { value: 'source', label: t('Source'), content: <SourceView source={source} /> },
            ]}
          />
          <footer className="flex shrink-0 items-center justify-end gap-2 border-line border-t px-4 py-3">
            <Button onClick={closeMessageFile}>{t('Close')}</Button>
            <Button look="primary" onClick={() => setQueueing(true)}>
              {t('Put into the queue…')}
            </Button>
          </footer>
        </>
      )}
    </>
  )
}
