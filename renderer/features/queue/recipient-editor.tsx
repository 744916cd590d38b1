import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { addressSchema } from '../../../shared/domain/primitives.ts'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { notify } from '../../ui/toasts.tsx'

/** Another address for one recipient, in its place in the list. */
export function RecipientEditor({
  id,
  recipient: { number, address },
  onClose,
}: {
  id: string
  recipient: Recipient
  onClose: () => void
}) {
  const { api, client } = useEngine()
  const queries = useQueryClient()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(address)
  const [problem, setProblem] = useState<string | null>(null)
  const hint = useId()
  useEffect(() => field.current?.select(), [])
  const change = useMutation({
    mutationFn: (next: string) => client.queue.changeRecipient({ id, number, address: next }),
    onSuccess: async (_, next) => {
      notify({ text: t('It goes to {address} now.', { address: next }) })
      onClose()
      await queries.invalidateQueries({ queryKey: api.queue.get.key({ input: { id } }) })
    },
    onError: (error) => setProblem(problemText(error)),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = addressSchema.safeParse(text.trim())
    if (!parsed.success) setProblem(t('Write an address such as name@example.com.'))
    else if (parsed.data === address) onClose()
    else change.mutate(parsed.data)
  }
  return (
    <form
      data-question
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
      className="flex flex-col gap-1.5 border-line/70 border-b bg-sunken/50 px-3 py-2"
    >
      <label className="flex flex-col gap-1">
        <span className="text-12 text-quiet">{t('Send it to')}</span>
        <input
          ref={field}
          value={text}
          dir="ltr"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== null}
          aria-describedby={hint}
          onChange={(event) => {
            setText(event.target.value)
            setProblem(null)
          }}
          className="h-7 rounded border border-line-strong bg-raised px-2 focus:border-accent focus:outline-none focus-visible:ring-2 focus-visible:ring-accent/30 aria-invalid:border-bad"
        />
      </label>
      <p
        id={hint}
        role={problem ? 'alert' : undefined}
        className={problem ? 'text-12 text-bad' : 'text-12 text-quiet'}
      >
        {problem ?? t('The header of the message stays as it is; the history keeps the old address.')}
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button type="submit" look="primary" busy={change.isPending}>
          {t('Change address')}
        </Button>
      </div>
    </form>
  )
}
