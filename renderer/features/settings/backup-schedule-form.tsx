import type { Settings } from '../../../shared/contract/settings.ts'
import { NumberField, TextField } from '../../forms/fields.tsx'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { SettingsForm } from './settings-form.tsx'

export function BackupScheduleForm({ settings }: { settings: Settings }) {
  return (
    <SettingsForm settings={settings} label={t('Backups by themselves')}>
      <FormGroup
        title={t('Backups by themselves')}
        untitled
        hint={t('Into the data folder: keep a copy of some elsewhere, a lost disk takes both.')}
      >
        <div className="grid grid-cols-2 gap-3">
          <TextField
            name="backups.every"
            label={t('Every')}
            placeholder={t('only by hand')}
            hint={t('Example: 1d.')}
          />
          <NumberField
            name="backups.keep"
            label={t('Backups to keep')}
            hint={t('Of those made by themselves; the oldest goes.')}
          />
        </div>
      </FormGroup>
    </SettingsForm>
  )
}
