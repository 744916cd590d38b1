import { t } from '../text/t.ts'
import { FormGroup } from '../ui/form-group.tsx'
import { NumberField, TextField } from './fields.tsx'

/** How much a sender may hand in; empty fields limit nothing. */
export function SendingLimitsFields({ title = t('Limits'), hint }: { title?: string; hint?: string }) {
  return (
    <FormGroup title={title} hint={hint}>
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          name="limits.messagesPerHour"
          label={t('Messages in an hour')}
          placeholder={t('no limit')}
        />
        <NumberField
          name="limits.messagesPerDay"
          label={t('Messages in a day')}
          placeholder={t('no limit')}
        />
        <NumberField
          name="limits.recipientsPerHour"
          label={t('Recipients in an hour')}
          placeholder={t('no limit')}
        />
        <NumberField
          name="limits.recipientsPerDay"
          label={t('Recipients in a day')}
          placeholder={t('no limit')}
        />
        <TextField name="maxSize" label={t('Size of a message')} placeholder={t('as the listener')} />
      </div>
    </FormGroup>
  )
}
