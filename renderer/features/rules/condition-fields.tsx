import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import type { RuleMatch } from '../../../shared/domain/rule.ts'
import { TextField, TokensField } from '../../forms/fields.tsx'
import { Button } from '../../ui/button.tsx'
import { FormGroup } from '../../ui/form-group.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { RuleInput } from './rule-draft.ts'

interface Condition {
  readonly key: keyof RuleMatch
  readonly label: string
  readonly placeholder: string
  readonly names?: boolean
}

const CONDITIONS: readonly Condition[] = [
  { key: 'recipientDomains', label: 'Recipient domain', placeholder: 'office.example *.office.example' },
  { key: 'recipients', label: 'Recipient', placeholder: 'tom@office.example' },
  { key: 'senders', label: 'Sender', placeholder: '*@office.example' },
  { key: 'accounts', label: 'Account', placeholder: 'scanner' },
  { key: 'listeners', label: 'Listener', placeholder: 'local', names: true },
  { key: 'clientNetworks', label: 'Client network', placeholder: '192.168.1.0/24' },
  { key: 'minSize', label: 'At least as large as', placeholder: '20MiB' },
  { key: 'maxSize', label: 'At most as large as', placeholder: '512KiB' },
]

/** Only the conditions that the rule has, and a menu for the others: most rules have one. */
export function ConditionFields() {
  const { getValues, setValue } = useFormContext<RuleInput>()
  const [shown, setShown] = useState<ReadonlySet<string>>(
    () => new Set(Object.keys(getValues('match') ?? {})),
  )
  const remove = (key: keyof RuleMatch) => {
    setValue(`match.${key}`, undefined, { shouldDirty: true })
    setShown(new Set([...shown].filter((other) => other !== key)))
  }
  const others = CONDITIONS.filter(({ key }) => !shown.has(key))
  return (
    <FormGroup
      title="When all of this is so"
      aside={
        others.length > 0 && (
          <Menu
            trigger={
              <Button look="quiet" icon={<Plus size={13} />} className="h-6">
                Add condition
              </Button>
            }
            entries={others.map(({ key, label }) => ({
              label,
              onSelect: () => setShown(new Set([...shown, key])),
            }))}
          />
        )
      }
    >
      {shown.size === 0 && <p className="text-quiet">No condition: it matches all mail that comes to it.</p>}
      {CONDITIONS.filter(({ key }) => shown.has(key)).map((condition) => (
        <div key={condition.key} className="grid grid-cols-[minmax(0,1fr)_1.75rem] items-start gap-1">
          <Field condition={condition} />
          <IconButton
            label={`Remove condition ${condition.label}`}
            className="mt-5"
            onClick={() => remove(condition.key)}
          >
            <X size={14} />
          </IconButton>
        </div>
      ))}
    </FormGroup>
  )
}

function Field({ condition }: { condition: Condition }) {
  const common = {
    name: `match.${condition.key}`,
    label: condition.label,
    placeholder: condition.placeholder,
  }
  return condition.key === 'minSize' || condition.key === 'maxSize' ? (
    <TextField {...common} hint="A number and a unit: KiB, MiB or GiB." />
  ) : (
    <TokensField
      {...common}
      emptyIsAbsent
      splitsAtSpace={!condition.names}
      hint="One of several is enough; * stands for anything."
    />
  )
}
