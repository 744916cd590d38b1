import { useMutation } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { useFormContext } from 'react-hook-form'
import type { DnsAnswer } from '../../../shared/contract/settings.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { CONTROL, FieldFrame } from '../../forms/field-frame.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { FormGroup } from '../../ui/form-group.tsx'

/** Asks the servers that stand in the form, saved or not: what is wrong is seen before mail waits for it. */
export function DnsTrial() {
  const { client } = useEngine()
  const { getValues } = useFormContext()
  const id = useId()
  const [name, setName] = useState('')
  const trial = useMutation({
    mutationFn: () => client.settings.lookUp({ name: name.trim(), servers: getValues('dnsServers') ?? [] }),
  })
  const ask = () => name.trim() !== '' && trial.mutate()
  const onEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    ask()
  }
  return (
    <FormGroup
      title={t('Try a look-up')}
      hint={t('Asks the servers above, saved or not, for what delivery needs to know.')}
    >
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <FieldFrame id={id} label={t('Domain')} error={trial.isError ? problemText(trial.error) : null}>
            <input
              id={id}
              value={name}
              onChange={(event) => setName(event.target.value)}
              onKeyDown={onEnter}
              placeholder={t('gmail.com')}
              spellCheck={false}
              autoComplete="off"
              aria-describedby={`${id}-note`}
              className={`${CONTROL} font-mono text-12`}
            />
          </FieldFrame>
        </div>
        <Button icon={<Search size={13} />} busy={trial.isPending} onClick={ask}>
          {t('Look up')}
        </Button>
      </div>
      <div aria-live="polite">
        {trial.data && (
          <div className="flex flex-col gap-2">
            <dl className="grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-3 gap-y-1">
              {trial.data.answers.map((answer) => (
                <Answer key={answer.type} answer={answer} />
              ))}
            </dl>
            <p className="text-12 text-quiet">{t('Answered in {count} ms.', { count: trial.data.tookMs })}</p>
          </div>
        )}
      </div>
    </FormGroup>
  )
}

function Answer({ answer: { type, records, problem } }: { answer: DnsAnswer }) {
  return (
    <>
      <dt className="font-mono text-12 text-quiet">{type}</dt>
      <dd className="flex min-w-0 flex-col gap-0.5">
        {problem !== null && <span className="text-12 text-quiet">{problem}</span>}
        {records.map((record) => (
          <span key={record} className="font-mono text-12 break-all select-text">
            {record}
          </span>
        ))}
      </dd>
    </>
  )
}
