import { ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { NumberField, SelectField, SwitchField, TextField } from '../../forms/fields.tsx'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { FormGroup } from '../../ui/form-group.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { type ChangeKind, changes, newChange } from './changes.ts'
import { TimeWindowsField } from './time-windows-field.tsx'

const priorities = () => [
  {
    value: 'high',
    label: t('High: before other mail'),
  },
  {
    value: 'normal',
    label: t('Normal'),
  },
  {
    value: 'low',
    label: t('Low: after other mail'),
  },
]

const TEMPLATE_HINT = '{local} and {domain} stand for the parts of the address that is there.'

/** What the rule changes of the mail, in order. */
export function ChangeFields() {
  const { watch } = useFormContext()
  const { fields, append, remove, move } = useFieldArray({ name: 'changes' })
  const adder = useRef<HTMLButtonElement>(null)
  const drop = (index: number) => {
    remove(index)
    adder.current?.focus()
  }
  return (
    <FormGroup
      title={t('Change')}
      aside={
        <Menu
          trigger={
            <Button ref={adder} look="quiet" icon={<Plus size={13} />} className="h-6">
              {t('Add change')}
            </Button>
          }
          entries={changes().map(({ kind, label }) => ({ label, onSelect: () => append(newChange(kind)) }))}
        />
      }
    >
      {fields.length === 0 && <p className="text-quiet">{t('The mail goes on as it came.')}</p>}
      {fields.map((field, index) => {
        const kind = watch(`changes.${index}.kind`) as ChangeKind
        const words = changes().find((each) => each.kind === kind)
        return (
          <fieldset
            key={field.id}
            aria-label={words?.label}
            className="flex min-w-0 flex-col gap-2.5 rounded border border-line p-2.5"
          >
            <div className="flex items-center gap-1">
              <p aria-hidden="true" className="min-w-0 flex-1 truncate text-12 font-medium">
                {words?.label}
              </p>
              {index > 0 && (
                <IconButton
                  label={t('Move up: {change}', { change: words?.label ?? '' })}
                  className="size-6"
                  onClick={() => move(index, index - 1)}
                >
                  <ArrowUp size={13} />
                </IconButton>
              )}
              <IconButton
                label={t('Remove: {change}', { change: words?.label ?? '' })}
                className="size-6"
                onClick={() => drop(index)}
              >
                <Trash2 size={13} />
              </IconButton>
            </div>
            {words?.hint && <p className="-mt-1.5 text-12 text-quiet">{words.hint}</p>}
            <Fields kind={kind} name={`changes.${index}`} />
          </fieldset>
        )
      })}
    </FormGroup>
  )
}

function Fields({ kind, name }: { kind: ChangeKind; name: string }) {
  switch (kind) {
    case 'sender':
    case 'recipient':
      return (
        <TextField
          name={`${name}.address`}
          label={t('Address')}
          mono
          placeholder={t('{local}@office.example')}
          hint={TEMPLATE_HINT}
        />
      )
    case 'add-recipient':
      return (
        <TextField name={`${name}.address`} label={t('Address')} mono placeholder="archive@office.example" />
      )
    case 'header-from':
      return (
        <>
          <TextField
            name={`${name}.address`}
            label={t('Address')}
            mono
            placeholder="relay@office.example"
            hint={TEMPLATE_HINT}
          />
          <TextField name={`${name}.displayName`} label={t('Name beside it')} placeholder={t('as it is')} />
          <SwitchField
            name={`${name}.keepReplyTo`}
            label={t('Answers go to the old address')}
            hint={t('A message without Reply-To gets one.')}
          />
        </>
      )
    case 'add-header':
      return (
        <div className="grid grid-cols-2 gap-3">
          <TextField name={`${name}.name`} label={t('Name')} mono placeholder={t('X-Office')} />
          <TextField name={`${name}.value`} label={t('Text')} />
        </div>
      )
    case 'remove-header':
      return <TextField name={`${name}.name`} label={t('Name')} mono placeholder={t('X-Mailer')} />
    case 'dkim':
      return (
        <TextField
          name={`${name}.domain`}
          label={t('Domain')}
          mono
          placeholder={t('that of the From field')}
        />
      )
    case 'priority':
      return <SelectField name={`${name}.priority`} label={t('Priority')} options={priorities()} />
    case 'rate-limit':
      return (
        <div className="grid grid-cols-2 gap-3">
          <NumberField name={`${name}.messages`} label={t('Messages')} />
          <TextField name={`${name}.per`} label={t('In')} placeholder="1h" />
        </div>
      )
    case 'delay':
      return <TextField name={`${name}.for`} label={t('How long')} placeholder="10m" />
    case 'delay-until':
      return <TimeWindowsField name={`${name}.windows`} />
    default:
      return assertNever(kind)
  }
}
