import { Plus, X } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { useFormContext } from 'react-hook-form'
import { ChoiceChips } from '../../forms/choice-chips.tsx'
import { TextField, TokensField } from '../../forms/fields.tsx'
import { RowsField } from '../../forms/rows-field.tsx'
import { YesNoField } from '../../forms/yes-no-field.tsx'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { FormGroup } from '../../ui/form-group.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { type Condition, conditions, results } from './conditions.ts'
import { TimeWindowsField } from './time-windows-field.tsx'

export interface ConditionFieldsProps {
  /** Which part of the rule they belong to. */
  part: 'match' | 'except'
}

function wordsOf(part: ConditionFieldsProps['part']) {
  return part === 'match'
    ? {
        title: t('When all of this is so'),
        add: t('Add condition'),
        none: t('No condition: it matches all mail that comes to it.'),
      }
    : { title: t('Except when all of this is so'), add: t('Add exception'), none: t('No exception.') }
}

/** Only the conditions that the rule has, and a menu for the others: most rules have one. */
export function ConditionFields({ part }: ConditionFieldsProps) {
  const { getValues, setValue } = useFormContext()
  const [shown, setShown] = useState<ReadonlySet<string>>(() => new Set(Object.keys(getValues(part) ?? {})))
  const words = wordsOf(part)
  const list = useRef<HTMLDivElement>(null)
  const added = useRef<string | null>(null)
  const remove = (key: string) => {
    setValue(`${part}.${key}`, undefined, { shouldDirty: true })
    setShown(new Set([...shown].filter((other) => other !== key)))
    // The button that was pressed goes away with its condition.
    list.current?.closest('fieldset')?.querySelector<HTMLElement>('[data-adds]')?.focus()
  }
  const add = ({ key, form, begin }: Condition) => {
    // Empty, not absent: a condition that stands in the form and says nothing must not save as one that is not there.
    setValue(`${part}.${key}`, begin ?? (form === 'size' ? '' : []), { shouldDirty: true })
    setShown(new Set([...shown, key]))
    added.current = key
  }
  const addedField = () => {
    const key = added.current
    added.current = null
    return (
      list.current?.querySelector<HTMLElement>(`[data-condition="${key}"] :is(input, select, button)`) ?? null
    )
  }
  const others = conditions().filter(({ key }) => !shown.has(key))
  return (
    <FormGroup
      title={words.title}
      aside={
        others.length > 0 && (
          <Menu
            nextFocus={addedField}
            trigger={
              <Button data-adds look="quiet" icon={<Plus size={13} />} className="h-6">
                {words.add}
              </Button>
            }
            entries={others.map((condition) => ({
              label: condition.label,
              onSelect: () => add(condition),
            }))}
          />
        )
      }
    >
      {shown.size === 0 && <p className="text-quiet">{words.none}</p>}
      <div ref={list} className="flex flex-col gap-3.5 empty:hidden">
        {conditions()
          .filter(({ key }) => shown.has(key))
          .map((condition) => (
            <div
              key={condition.key}
              data-condition={condition.key}
              className="grid grid-cols-[minmax(0,1fr)_1.75rem] items-start gap-1"
            >
              <Field condition={condition} name={`${part}.${condition.key}`} />
              <IconButton
                label={t('Remove condition {condition}', { condition: condition.label })}
                className="mt-5"
                onClick={() => remove(condition.key)}
              >
                <X size={14} />
              </IconButton>
            </div>
          ))}
      </div>
    </FormGroup>
  )
}

function Field({ condition, name }: { condition: Condition; name: string }) {
  const { label, placeholder = '', form, choices } = condition
  switch (form) {
    case 'size':
      return (
        <TextField
          name={name}
          label={label}
          placeholder={placeholder}
          hint={t('A number and a unit: KiB, MiB or GiB.')}
        />
      )
    case 'tokens':
    case 'names':
      return (
        <TokensField
          name={name}
          label={label}
          placeholder={placeholder}
          splitsAtSpace={form === 'tokens'}
          hint={t('One of several is enough; * stands for anything.')}
        />
      )
    case 'yes-no':
      return <YesNoField name={name} label={label} choices={choices ?? [t('Yes'), t('No')]} />
    case 'results':
      return (
        <ChoiceChips
          name={name}
          label={label}
          choices={results()}
          hint={t('Only mail from outside is checked.')}
        />
      )
    case 'times':
      return (
        <Titled label={label} hint={t('When it came in, by this computer’s clock.')}>
          <TimeWindowsField name={name} />
        </Titled>
      )
    case 'headers':
      return (
        <Titled label={label} hint={t('Every one must be there; without text any value will do.')}>
          <RowsField
            name={name}
            what={t('header field')}
            addLabel={t('Add header field')}
            blank={() => ({ name: '', value: '' })}
            row={(row) => (
              <div className="grid grid-cols-2 gap-3">
                <TextField name={`${row}.name`} label={t('Name')} mono placeholder={t('X-Mailer')} />
                <TextField name={`${row}.value`} label={t('Text')} placeholder={t('anything')} />
              </div>
            )}
          />
        </Titled>
      )
  }
}

function Titled({ label, hint, children }: { label: string; hint: string; children: ReactNode }) {
  return (
    <fieldset aria-label={label} className="flex min-w-0 flex-col gap-2">
      <div>
        <p aria-hidden="true" className="text-12 font-medium">
          {label}
        </p>
        <p className="text-12 text-quiet">{hint}</p>
      </div>
      {children}
    </fieldset>
  )
}
