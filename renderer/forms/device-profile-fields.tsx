import { useFormContext } from 'react-hook-form'
import { TOLERANCES } from '../../shared/domain/tolerance.ts'
import { Badge } from '../ui/badge.tsx'
import { FormGroup } from '../ui/form-group.tsx'
import { LinkAction } from '../ui/link-action.tsx'
import { ChecksField } from './checks-field.tsx'
import { SelectField } from './fields.tsx'
import { TOLERANCE_WORDS } from './tolerance-words.ts'

const LINE_ENDS = [
  { value: '', label: 'As usual: refused from strangers, else corrected' },
  { value: 'refuse', label: 'Refuse the message' },
  { value: 'normalise', label: 'Correct them before the message is stored' },
]

/** What a listener or a network forgives old devices. */
export function DeviceProfileFields() {
  const { watch, setValue } = useFormContext()
  const tolerate = watch('tolerate') as readonly string[] | undefined
  const all = tolerate?.length === TOLERANCES.length
  return (
    <FormGroup
      title="Device profile"
      hint="What old devices may do against the standards. Each time one needs it, its session says so."
      aside={
        <span className="flex items-center gap-2">
          {(tolerate?.length ?? 0) > 0 && <Badge tone="warn">Legacy</Badge>}
          <LinkAction onClick={() => setValue('tolerate', all ? [] : [...TOLERANCES], { shouldDirty: true })}>
            {all ? 'Forgive nothing' : 'Forgive everything'}
          </LinkAction>
        </span>
      }
    >
      <ChecksField name="tolerate" label="Device profile" checks={TOLERANCE_WORDS} />
      <SelectField name="lineEnds" label="Bare line ends in messages" options={LINE_ENDS} />
    </FormGroup>
  )
}
