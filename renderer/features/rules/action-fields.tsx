import { useFormContext } from 'react-hook-form'
import type { RuleAction } from '../../../shared/domain/rule.ts'
import { NumberField, SelectField, TextField } from '../../forms/fields.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { newAction, type RuleInput } from './rule-draft.ts'

const actions = () => [
  {
    value: 'route',
    label: t('Send by a route'),
  },
  {
    value: 'hold',
    label: t('Hold for the operator'),
  },
  {
    value: 'reject',
    label: t('Refuse'),
  },
  {
    value: 'discard',
    label: t('Accept and throw away'),
  },
  {
    value: 'continue',
    label: t('Go on with the rules below'),
  },
]

const hints = (): Readonly<Record<string, string>> => ({
  hold: t('It waits until somebody releases or deletes it in the queue.'),
  reject: t(
    'Refused at once where that can be told while the client waits; otherwise the sender gets a report.',
  ),
  continue: t('Only its changes count; a rule below decides.'),
  discard: t('Nobody is told. The message’s history says which rule did it.'),
})

export function ActionFields({ routes }: { routes: readonly string[] }) {
  const { watch, setValue } = useFormContext<RuleInput>()
  const kind = watch('action.kind')
  return (
    <FormGroup title={t('Then')}>
      <SelectField
        name="action.kind"
        label={t('Action')}
        options={actions()}
        hintOf={(value) => hints()[value]}
        onPick={(next) =>
          setValue('action', newAction(next as RuleAction['kind'], routes[0]), { shouldDirty: true })
        }
      />
      {kind === 'route' && (
        <SelectField
          name="action.route"
          label={t('Route')}
          options={routes.map((route) => ({ value: route, label: route }))}
        />
      )}
      {kind === 'route' && routes.length === 0 && (
        <p className="text-12 text-quiet">
          {t('There is no route yet.')}{' '}
          <a href={hrefOf('routes', { item: 'new' })} className="text-accent underline">
            {t('Add a route first')}
          </a>
        </p>
      )}
      {kind === 'hold' && (
        <TextField name="action.reason" label={t('Reason')} placeholder={t('shown with the message')} />
      )}
      {kind === 'reject' && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <NumberField
              name="action.code"
              label={t('Code')}
              hint={t('5xx is final, 4xx asks to come back.')}
            />
            <TextField name="action.enhanced" label={t('Enhanced code')} placeholder="5.7.1" />
          </div>
          <TextField name="action.text" label={t('Text')} />
        </>
      )}
    </FormGroup>
  )
}
