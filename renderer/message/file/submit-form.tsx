import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { MessageContent } from '../../../shared/contract/content.ts'
import { addressSchema } from '../../../shared/domain/primitives.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { goTo } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { notify } from '../../ui/toasts.tsx'
import { TokenInput } from '../../ui/token-input.tsx'
import { envelopeOf } from './envelope-of.ts'

/** Puts a message file into the queue, with an envelope that the header suggests and a person decides. */
export function SubmitForm({
  content,
  base64,
  onDone,
  onBack,
}: {
  content: MessageContent
  base64: string
  onDone: () => void
  onBack: () => void
}) {
  const { client } = useEngine()
  const [draft] = useState(() => envelopeOf(content))
  const [sender, setSender] = useState(draft.sender)
  const [recipients, setRecipients] = useState<readonly string[]>(draft.recipients)
  const [tried, setTried] = useState(false)
  const ids = { sender: useId(), recipients: useId() }
  const wrong = new Set(recipients.flatMap((address, index) => (isAddress(address) ? [] : [index])))
  const senderWrong = sender.trim() !== '' && !isAddress(sender.trim())
  const problem = senderWrong
    ? t('The sender is no address. Leave it empty for the null sender of reports.')
    : recipients.length === 0
      ? t('Say who gets it.')
      : wrong.size > 0
        ? t('Some recipients are no addresses: write name@example.com.')
        : null
  const submit = useMutation({
    mutationFn: () => client.queue.submit({ sender: sender.trim(), recipients: [...recipients], base64 }),
    onSuccess: ({ id }) => {
      onDone()
      notify({
        text: t('It is in the queue.'),
        action: { label: t('Show it'), run: () => goTo('queue', { item: id }) },
      })
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (problem === null) submit.mutate()
  }
  return (
    <form onSubmit={send} className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-5">
        <p className="text-quiet">
          {t('The relay rules decide which way it goes, as with any other mail. Its header stays as it is.')}
        </p>
        <div className="flex flex-col gap-1">
          <label htmlFor={ids.sender} className="font-medium">
            {t('Sender')}
          </label>
          <input
            id={ids.sender}
            value={sender}
            dir="ltr"
            spellCheck={false}
            autoComplete="off"
            placeholder={t('none: the null sender of reports')}
            aria-invalid={(tried && senderWrong) || undefined}
            onChange={(event) => setSender(event.target.value)}
            className="h-7 rounded border border-line-strong bg-raised px-2 placeholder:text-faint hover:border-faint focus:border-accent focus:outline-none focus-visible:ring-2 focus-visible:ring-accent/30 aria-invalid:border-bad"
          />
        </div>
        <div className="flex flex-col gap-1">
          <label htmlFor={ids.recipients} className="font-medium">
            {t('Recipients')}
          </label>
          <TokenInput
            id={ids.recipients}
            values={recipients}
            onChange={setRecipients}
            wrong={wrong}
            invalid={tried && (recipients.length === 0 || wrong.size > 0)}
            placeholder={t('name@example.com')}
          />
          <p className="text-12 text-quiet">{t('Taken from To and Cc. Blind copies are not in a header.')}</p>
        </div>
        {tried && problem !== null && (
          <Notice tone="bad">
            <p>{problem}</p>
          </Notice>
        )}
        {submit.isError && (
          <Notice tone="bad">
            <p>{problemText(submit.error)}</p>
          </Notice>
        )}
      </div>
      <footer className="flex justify-end gap-2 border-line border-t px-5 py-3">
        <Button onClick={onBack}>{t('Back')}</Button>
        <Button type="submit" look="primary" busy={submit.isPending}>
          {t('Put into the queue')}
        </Button>
      </footer>
    </form>
  )
}

function isAddress(text: string): boolean {
  return addressSchema.safeParse(text).success
}
