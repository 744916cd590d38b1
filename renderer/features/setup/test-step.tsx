import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { toBase64 } from '../../files/base64.ts'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { SetupFacts } from './device-choice.ts'
import { PlainField } from './plain-field.tsx'
import { TestJourney } from './test-journey.tsx'
import { testMessage } from './test-message.ts'

/** Sends a message and shows its way as it happens. */
export function TestStep({ facts, onDone }: { facts: SetupFacts; onDone: () => void }) {
  const { client } = useEngine()
  const [domain = 'example.com'] = facts.computer.domains
  const [sender, setSender] = useState(`mailroom@${domain}`)
  const [recipient, setRecipient] = useState('')
  const send = useMutation({
    mutationFn: () =>
      client.queue.submit({
        sender,
        recipients: [recipient.trim()],
        base64: toBase64(new TextEncoder().encode(testMessage(sender, recipient.trim()))),
      }),
  })
  return (
    <div className="flex flex-col gap-4">
      <PlainField label={t('From')} value={sender} onChange={setSender} type="email" />
      <PlainField
        label={t('To')}
        value={recipient}
        onChange={setRecipient}
        type="email"
        placeholder="you@example.com"
        hint={t('An address whose mail you can look at now.')}
      />
      {send.isError && <Notice tone="bad">{problemText(send.error)}</Notice>}
      <div className="flex gap-2">
        <Button
          look={send.data ? 'plain' : 'primary'}
          busy={send.isPending}
          disabled={!recipient.includes('@') || !sender.includes('@')}
          onClick={() => send.mutate()}
        >
          {send.data ? t('Send another test') : t('Send the test message')}
        </Button>
        <Button look={send.data ? 'primary' : 'quiet'} onClick={onDone}>
          {send.data ? t('Finish') : t('Finish without a test')}
        </Button>
      </div>
      {send.data && <TestJourney key={send.data.id} id={send.data.id} />}
    </div>
  )
}
