import { useQuery } from '@tanstack/react-query'
import { strToU8, zipSync } from 'fflate'
import { useState } from 'react'
import type { SupportBundle } from '../../../shared/contract/support.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { saveChunks } from '../../desktop/save-chunks.ts'
import { bytes } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { notify } from '../../ui/toasts.tsx'

/** Facts for somebody who helps: seen before they are saved, and sent by nobody but the person. */
export function SupportBundleDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog wide open={open} title={t('Support bundle')} onClose={onClose}>
      {open && <Body onClose={onClose} />}
    </Dialog>
  )
}

function Body({ onClose }: { onClose: () => void }) {
  const { api } = useEngine()
  const bundle = useQuery({ ...api.support.bundle.queryOptions(), staleTime: 0, gcTime: 0 })
  if (bundle.isError)
    return <ProblemState text={bundle.error.message} onRetry={() => void bundle.refetch()} />
  if (!bundle.data) return <LoadingBar label={t('Gathering the facts')} />
  return <Preview bundle={bundle.data} onClose={onClose} />
}

function Preview({ bundle, onClose }: { bundle: SupportBundle; onClose: () => void }) {
  const [name, setName] = useState(bundle.files[0]?.name ?? '')
  const [saving, setSaving] = useState(false)
  const shown = bundle.files.find((file) => file.name === name)
  const save = async () => {
    setSaving(true)
    try {
      if (await saveChunks('mailroom-support.zip', 'application/zip', zipped(bundle))) {
        notify({ text: t('The support bundle is saved.') })
        onClose()
      }
    } catch (error) {
      notify({ text: t('It could not be saved: {reason}', { reason: String(error) }), tone: 'problem' })
    } finally {
      setSaving(false)
    }
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-quiet">
        {t('This is all that the bundle holds. Nothing is sent: save it, and hand it to whoever helps you.')}
      </p>
      <ul className="flex list-disc flex-col gap-0.5 pl-4 text-12 text-quiet">
        {bundle.redacted.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <div className="flex h-80 min-h-0 overflow-hidden rounded border border-line">
        <nav
          aria-label={t('Files of the bundle')}
          className="flex w-48 shrink-0 flex-col overflow-y-auto border-line border-r bg-sunken p-1"
        >
          {bundle.files.map((file) => (
            <button
              key={file.name}
              type="button"
              aria-current={file.name === name ? 'true' : undefined}
              onClick={() => setName(file.name)}
              className={classNames(
                'flex h-7 shrink-0 cursor-default items-center justify-between gap-2 rounded-sm px-2',
                file.name === name ? 'bg-selected font-medium' : 'text-quiet hover:bg-hover hover:text-text',
              )}
            >
              <span className="truncate">{file.name}</span>
              <span className="shrink-0 font-normal text-12 text-quiet">{bytes(file.text.length)}</span>
            </button>
          ))}
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by the keyboard */}
        <section aria-label={name} tabIndex={0} className="min-w-0 flex-1 overflow-auto p-3">
          <pre className="font-mono text-12 whitespace-pre">{shown?.text}</pre>
        </section>
      </div>
      <div className="flex justify-end gap-2">
        <CopyButton label={t('Copy this file')} text={shown?.text ?? ''} />
        <span className="flex-1" />
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button look="primary" busy={saving} onClick={() => void save()}>
          {t('Save as ZIP…')}
        </Button>
      </div>
    </div>
  )
}

async function* zipped({ files }: SupportBundle): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const content = Object.fromEntries(
    files.map(({ name, text }) => [`mailroom-support/${name}`, strToU8(text)]),
  )
  yield zipSync(content) as Uint8Array<ArrayBuffer>
}
