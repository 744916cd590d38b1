import type { Settings } from '../../../shared/contract/settings.ts'
import { TextField, TokensField } from '../../forms/fields.tsx'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { SettingsForm } from './settings-form.tsx'

export function RetryForm({ settings }: { settings: Settings }) {
  return (
    <SettingsForm settings={settings} label={t('Delivery')}>
      <FormGroup title={t('When a next hop does not take it yet')}>
        <TokensField
          name="retry.schedule"
          label={t('Wait before each next attempt')}
          placeholder="1m 5m 15m 30m 1h 2h"
          hint={t('In order; the last one repeats. A tenth more or less is added by chance.')}
        />
        <TextField
          name="retry.expireAfter"
          label={t('Give up after')}
          hint={t('The sender then gets a report. Example: 5d.')}
        />
        <TextField
          name="retry.delayNoticeAfter"
          label={t('Tell the sender of a delay after')}
          hint={t('Once for each recipient. Example: 4h.')}
        />
      </FormGroup>
    </SettingsForm>
  )
}
