import { type ReactNode, useRef, useState } from 'react'
import type { Selection } from '../../../shared/contract/queue.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { count, counted } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { notify } from '../../ui/toasts.tsx'
import { type Exported, type ExportProgress, exportMessages, MOST_EXPORTED } from './export-messages.ts'

/** Exports messages; put `progress` below the list. */
export function useBulkExport(): {
  readonly run: (selection: Selection) => void
  readonly progress: ReactNode
} {
  const { client } = useEngine()
  const [progress, setProgress] = useState<ExportProgress | null>(null)
  const controller = useRef<AbortController | null>(null)

  const run = async (selection: Selection) => {
    if (controller.current) return
    const current = new AbortController()
    controller.current = current
    try {
      notify({ text: exportedText(await exportMessages(client, selection, setProgress, current.signal)) })
    } catch (error) {
      if (!current.signal.aborted) notify({ text: problemText(error), tone: 'problem' })
    } finally {
      controller.current = null
      setProgress(null)
    }
  }

  return {
    run: (selection) => void run(selection),
    progress: progress && progress.all > 1 && (
      <div className="flex h-9 shrink-0 items-center gap-2 border-line border-t bg-raised px-4">
        <span role="status" className="flex-1 truncate tabular-nums">
          {t('Exporting: {done} of {all}', { done: count(progress.done), all: count(progress.all) })}
        </span>
        <Button onClick={() => controller.current?.abort()}>{t('Cancel')}</Button>
      </div>
    ),
  }
}

function exportedText({ saved, missing, isCut }: Exported): string {
  const parts = [
    saved === 0 ? t('Nothing was saved.') : t('{messages} saved.', { messages: counted(saved, 'message') }),
    missing === 0
      ? ''
      : t(
          '{count, plural, one {The content of # message is} other {The contents of # messages are}} no longer kept.',
          {
            count: missing,
          },
        ),
    isCut
      ? t('One file takes {most} messages or 1 GiB; the rest was left out.', { most: count(MOST_EXPORTED) })
      : '',
  ]
  return parts.filter(Boolean).join(' ')
}
