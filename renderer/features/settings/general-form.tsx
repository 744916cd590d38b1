import type { Settings } from '../../../shared/contract/settings.ts'
import { TextField } from '../../forms/fields.tsx'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { SettingsForm } from './settings-form.tsx'

export function GeneralForm({ settings }: { settings: Settings }) {
  return (
    <SettingsForm settings={settings} label={t('General')}>
      <FormGroup title={t('This server')}>
        <TextField
          name="hostname"
          label={t('Host name')}
          mono
          placeholder={t('the name of this computer')}
          hint={t(
            'How Mailroom calls itself in greetings, EHLO and Received lines. A full name such as relay.office.example is trusted more.',
          )}
        />
        <TextField
          name="postmaster"
          label={t('Postmaster')}
          mono
          placeholder={t('none')}
          hint={t('Who gets mail to postmaster and what cannot be reported to a sender.')}
        />
      </FormGroup>
    </SettingsForm>
  )
}
