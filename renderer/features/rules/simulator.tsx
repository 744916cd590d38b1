import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { SelectField, SwitchField, TextField, TokensField } from '../../forms/fields.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { useShownErrors } from '../../forms/use-shown-errors.ts'
import { setParams } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { FormGroup } from '../../ui/form-group.tsx'
import { Inspector } from '../../ui/inspector.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { Notice } from '../../ui/notice.tsx'
import { BLANK, type SimulationDraft, simulatedMail, simulationDraftSchema } from './simulation-draft.ts'
import { SimulationView } from './simulation-view.tsx'

const close = () => setParams({ simulate: '' })

/** "What would happen?": for a made-up message, or for one that is there (its id). The engine itself answers. */
export function Simulator({ message }: { message: string | null }) {
  return (
    <Inspector
      kind={t('Relay rules')}
      title={t('What would happen?')}
      onClose={close}
      actions={
        message && <Button onClick={() => setParams({ simulate: 'new' })}>{t('Another message')}</Button>
      }
    >
      {message ? <OfMessage id={message} /> : <OfDraft />}
    </Inspector>
  )
}

function OfMessage({ id }: { id: string }) {
  const { api } = useEngine()
  const simulation = useQuery({
    ...api.rules.simulate.queryOptions({ input: { kind: 'message', id } }),
    staleTime: 0,
  })
  return (
    <div className="min-h-0 flex-1 overflow-auto px-4 pt-1 pb-5">
      <p className="pb-4 text-12 text-quiet">
        {rich('Message {id}, with the rules as they are now. Nothing is sent.', {
          id: <span className="font-mono">{id}</span>,
        })}
      </p>
      {simulation.isPending ? (
        <LoadingBar />
      ) : simulation.isError ? (
        <Notice tone="bad">{problemText(simulation.error)}</Notice>
      ) : (
        <SimulationView simulation={simulation.data} />
      )}
    </div>
  )
}

function OfDraft() {
  const { api, client } = useEngine()
  const listeners = useQuery(api.listeners.list.queryOptions())
  const form = useForm<SimulationDraft>({
    resolver: zodResolver(simulationDraftSchema),
    defaultValues: BLANK,
  })
  const fields = useShownErrors(form)
  const ask = useMutation({
    mutationFn: (draft: SimulationDraft) =>
      client.rules.simulate({ kind: 'mail', mail: simulatedMail(draft) }),
  })
  // Rules that change meanwhile may decide otherwise: the answer is asked for anew with the next press, not kept.
  useEffect(() => {
    const { unsubscribe } = form.watch(() => ask.reset())
    return unsubscribe
  }, [form, ask.reset])
  return (
    <FormProvider {...form}>
      <form
        aria-label={t('What would happen')}
        data-question
        noValidate
        className="flex min-h-0 flex-1 flex-col"
        onSubmit={(event) => void form.handleSubmit((draft) => ask.mutate(draft))(event)}
      >
        <div ref={fields} className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto px-4 pt-1 pb-5">
          <FormGroup
            title={t('Message')}
            untitled
            hint={t('The engine’s own answer for such a message. Nothing is sent.')}
          >
            <TextField
              name="sender"
              label={t('Sender')}
              mono
              autoFocus
              placeholder="scanner@office.example"
            />
            <TokensField name="recipients" label={t('Recipients')} placeholder="anna@office.example" />
            <TextField name="client" label={t('Client address')} mono placeholder={t('this computer')} />
            <TextField name="account" label={t('Signed in as')} mono placeholder={t('nobody')} />
          </FormGroup>
          <Disclosure title={t('More')} hint={t('subject, size, listener')}>
            <TextField name="subject" label={t('Subject')} />
            <TextField name="headerFrom" label={t('From address')} mono placeholder={t('as the sender')} />
            <TextField name="size" label={t('Size')} placeholder={t('unknown')} />
            <SelectField
              name="listener"
              label={t('Listener')}
              options={[
                { value: '', label: t('The first') },
                ...(listeners.data ?? []).map(({ name }) => ({ value: name, label: name })),
              ]}
            />
            <SwitchField name="tls" label={t('Over TLS')} />
            <SwitchField name="hasAttachment" label={t('With an attachment')} />
          </Disclosure>
          {ask.isError && <Notice tone="bad">{problemText(ask.error)}</Notice>}
          {ask.data && <SimulationView simulation={ask.data} />}
        </div>
        <footer className="flex shrink-0 justify-end gap-2 border-line border-t px-4 py-2.5">
          <Button onClick={close}>{t('Close')}</Button>
          <Button type="submit" look="primary" busy={ask.isPending}>
            {t('Ask')}
          </Button>
        </footer>
      </form>
    </FormProvider>
  )
}
