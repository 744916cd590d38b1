import { useFormContext } from 'react-hook-form'
import type { RuleAction } from '../../../shared/domain/rule.ts'
import { NumberField, SelectField, TextField } from '../../forms/fields.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { newAction, type RuleInput } from './rule-draft.ts'

const ACTIONS = [
  { value: 'route', label: 'Send by a route' },
  { value: 'hold', label: 'Hold for the operator' },
  { value: 'reject', label: 'Refuse' },
  { value: 'discard', label: 'Accept and throw away' },
  { value: 'continue', label: 'Go on with the rules below' },
]

const HINTS: Readonly<Record<string, string>> = {
  hold: 'It waits until somebody releases or deletes it in the queue.',
  reject:
    'Refused at once where that can be told while the client waits; otherwise the sender gets a report.',
  continue: 'Only its changes count; a rule below decides.',
  discard: 'Nobody is told. The message’s history says which rule did it.',
}

export function ActionFields({ routes }: { routes: readonly string[] }) {
  const { watch, setValue } = useFormContext<RuleInput>()
  const kind = watch('action.kind')
  return (
    <FormGroup title="Then">
      <SelectField
        name="action.kind"
        label="Action"
        options={ACTIONS}
        hintOf={(value) => HINTS[value]}
        onPick={(next) =>
          setValue('action', newAction(next as RuleAction['kind'], routes[0]), { shouldDirty: true })
        }
      />
      {kind === 'route' && (
        <SelectField
          name="action.route"
          label="Route"
          options={routes.map((route) => ({ value: route, label: route }))}
        />
      )}
      {kind === 'route' && routes.length === 0 && (
        <p className="text-12 text-quiet">
          There is no route yet.{' '}
          <a href={hrefOf('routes', { item: 'new' })} className="text-accent underline">
            Add a route first
          </a>
        </p>
      )}
      {kind === 'hold' && (
        <TextField name="action.reason" label="Reason" placeholder="shown with the message" />
      )}
      {kind === 'reject' && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <NumberField name="action.code" label="Code" hint="5xx is final, 4xx asks to come back." />
            <TextField name="action.enhanced" label="Enhanced code" placeholder="5.7.1" />
          </div>
          <TextField name="action.text" label="Text" />
        </>
      )}
    </FormGroup>
  )
}
