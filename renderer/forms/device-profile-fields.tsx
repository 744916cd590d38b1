import { useFormContext } from 'react-hook-form'
import { TOLERANCES } from '../../shared/domain/tolerance.ts'
import { t } from '../text/t.ts'
import { Badge } from '../ui/badge.tsx'
import { FormGroup } from '../ui/form-group.tsx'
import { LinkAction } from '../ui/link-action.tsx'
import { ChecksField } from './checks-field.tsx'
import { SelectField } from './fields.tsx'
import { toleranceWords } from './tolerance-words.ts'

const lineEnds = () => [
  {
    value: '',
    label: t('As usual: refused from strangers, else corrected'),
  },
  {
    value: 'refuse',
    label: t('Refuse the message'),
  },
  {
    value: 'normalise',
    label: t('Correct them before the message is stored'),
  },
]

/** What a listener or a network forgives old devices. */
export function DeviceProfileFields() {
  const { watch, setValue } = useFormContext()
  const tolerate = watch('tolerate') as readonly string[] | undefined
  const all = tolerate?.length === TOLERANCES.length
  return (
    <FormGroup
      title={t('Device profile')}
      hint={t('What old devices may do against the standards. Each time one needs it, its session says so.')}
      aside={
        <span className="flex items-center gap-2">
          {(tolerate?.length ?? 0) > 0 && <Badge tone="warn">{t('Legacy')}</Badge>}
          <LinkAction onClick={() => setValue('tolerate', all ? [] : [...TOLERANCES], { shouldDirty: true })}>
            {all ? t('Forgive nothing') : t('Forgive everything')}
          </LinkAction>
        </span>
      }
    >
      <ChecksField name="tolerate" label={t('Device profile')} checks={toleranceWords()} />
      <SelectField name="lineEnds" label={t('Bare line ends in messages')} options={lineEnds()} />
    </FormGroup>
  )
}
