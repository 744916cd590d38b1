import type { Settings } from '../../../shared/contract/settings.ts'
import { NumberField, TextField } from '../../forms/fields.tsx'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { DiskRoom } from './disk-room.tsx'
import { SettingsForm } from './settings-form.tsx'

/** How long things are kept, beside what they take. */
export function RetentionForm({ settings }: { settings: Settings }) {
  return (
    <SettingsForm settings={settings} label={t('Retention')}>
      <DiskRoom />
      <FormGroup title={t('Messages')}>
        <TextField
          name="retention.history"
          label={t('Keep the history for')}
          hint={t('Counted from the end of the last recipient. Example: 30d.')}
        />
        <TextField
          name="retention.bodies"
          label={t('Keep the message itself for')}
          hint={t('0s removes it as soon as the last recipient is done.')}
        />
      </FormGroup>
      <FormGroup title={t('Sessions')}>
        <TextField name="retention.sessions.age" label={t('Keep sessions for')} />
        <div className="grid grid-cols-2 gap-3">
          <NumberField name="retention.sessions.count" label={t('At most as many')} />
          <TextField name="retention.sessions.size" label={t('At most as large')} />
        </div>
      </FormGroup>
    </SettingsForm>
  )
}
