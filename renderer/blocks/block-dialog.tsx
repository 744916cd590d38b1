import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useEngine } from '../bridge/bridge-context.tsx'
import { CONTROL, FieldFrame } from '../forms/field-frame.tsx'
import { Select } from '../forms/select.tsx'
import { problemText } from '../forms/server-issues.ts'
import { engineNow } from '../live/clock.ts'
import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { notify } from '../ui/toasts.tsx'

const HOUR = 3_600_000
const FOR_GOOD = 'for-good'

function spans(): ReadonlyArray<readonly [value: string, label: string]> {
  return [
    [String(HOUR), t('An hour')],
    [String(24 * HOUR), t('A day')],
    [String(7 * 24 * HOUR), t('A week')],
    [FOR_GOOD, t('Until it is unblocked')],
  ]
}

/** Refuses a client: who, for how long, and why. */
export function BlockDialog({ address, onClose }: { address: string; onClose: () => void }) {
  return (
    <Dialog open title={t('Block a client')} onClose={onClose}>
      <BlockForm address={address} onClose={onClose} />
    </Dialog>
  )
}

function BlockForm({ address, onClose }: { address: string; onClose: () => void }) {
  const { api, client: engine } = useEngine()
  const queries = useQueryClient()
  const id = useId()
  const [client, setClient] = useState(address)
  const [span, setSpan] = useState(String(24 * HOUR))
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const block = async () => {
    setBusy(true)
    try {
      const until = span === FOR_GOOD ? null : engineNow() + Number(span)
      await engine.security.block({ client: client.trim(), note: note.trim(), until })
      await queries.invalidateQueries({ queryKey: api.security.blocks.key() })
      notify({ text: t('{client} is blocked.', { client: client.trim() }) })
      onClose()
    } catch (error) {
      setProblem(problemText(error))
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void block()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <p className="text-quiet">
        {t(
          'It is refused before it can say anything, also where it is in a trusted network. Sessions that it has open end now.',
        )}
      </p>
      <FieldFrame
        id={`${id}-client`}
        label={t('Address or network')}
        hint={t('A network as 203.0.113.0/24 blocks all of its addresses.')}
        error={null}
      >
        <input
          id={`${id}-client`}
          value={client}
          required
          spellCheck={false}
          onChange={(event) => setClient(event.target.value)}
          className={`${CONTROL} font-mono`}
        />
      </FieldFrame>
      <FieldFrame id={`${id}-span`} label={t('For how long')} error={null}>
        <Select id={`${id}-span`} value={span} onChange={(event) => setSpan(event.target.value)}>
          {spans().map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </FieldFrame>
      <FieldFrame
        id={`${id}-note`}
        label={t('Note')}
        hint={t('Why, for whoever sees it later.')}
        error={null}
      >
        <input
          id={`${id}-note`}
          value={note}
          maxLength={200}
          onChange={(event) => setNote(event.target.value)}
          className={CONTROL}
        />
      </FieldFrame>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button type="submit" look="danger" busy={busy} disabled={client.trim() === ''}>
          {t('Block it')}
        </Button>
      </div>
    </form>
  )
}
