import type { Settings } from '../../../shared/contract/settings.ts'
import { SelectField, SwitchField, TextField, TokensField } from '../../forms/fields.tsx'
import { RowsField } from '../../forms/rows-field.tsx'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { SettingsForm } from './settings-form.tsx'

const separators = () => [
  { value: '+', label: t('+ as in anna+lists@') },
  { value: '-', label: t('- as in anna-lists@') },
  { value: '', label: t('None') },
]

/** Who lives in the local domains. */
export function LocalMailForm({ settings }: { settings: Settings }) {
  return (
    <SettingsForm settings={settings} label={t('Local mail')}>
      <FormGroup title={t('Local domains')}>
        <TokensField
          name="localDomains"
          label={t('Domains')}
          placeholder={t('office.example')}
          hint={t('Mail to these domains is accepted from anyone. Give them a route such as Maildir.')}
        />
      </FormGroup>
      <FormGroup
        title={t('Mailboxes')}
        hint={t(
          'With a list, a domain refuses every other address before the mail is taken. Without one it takes all.',
        )}
      >
        <RowsField
          name="localMail.mailboxes"
          what={t('mailbox')}
          addLabel={t('Add mailbox')}
          blank={() => ({ address: '' })}
          row={(name) => (
            <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-3">
              <TextField
                name={`${name}.address`}
                label={t('Address')}
                mono
                placeholder="anna@office.example"
              />
              <TextField name={`${name}.quota`} label={t('Quota')} placeholder={t('as below')} />
            </div>
          )}
        />
        <TextField
          name="localMail.quota"
          label={t('Quota of a mailbox')}
          placeholder={t('no limit')}
          hint={t(
            'For Maildir routes. Mail over it waits, and is returned when its time is over. Example: 2GiB.',
          )}
        />
      </FormGroup>
      <FormGroup title={t('Aliases and groups')}>
        <RowsField
          name="localMail.aliases"
          what={t('alias')}
          addLabel={t('Add alias or group')}
          blank={() => ({ address: '', members: [], internal: false })}
          row={(name) => (
            <>
              <TextField
                name={`${name}.address`}
                label={t('Address')}
                mono
                placeholder="sales@office.example"
              />
              <TokensField
                name={`${name}.members`}
                label={t('Goes to')}
                placeholder={t('anna@office.example tom@office.example')}
              />
              <SwitchField
                name={`${name}.internal`}
                label={t('Only from the office')}
                hint={t('Clients that have signed in or are trusted.')}
              />
            </>
          )}
        />
      </FormGroup>
      <FormGroup title={t('Other addresses')}>
        <RowsField
          name="localMail.catchAll"
          what={t('catch-all')}
          addLabel={t('Add catch-all')}
          blank={() => ({ domain: '', to: '' })}
          row={(name) => (
            <div className="grid grid-cols-2 gap-3">
              <TextField
                name={`${name}.domain`}
                label={t('Unknown addresses at')}
                mono
                placeholder={t('office.example')}
              />
              <TextField name={`${name}.to`} label={t('Go to')} mono placeholder="anna@office.example" />
            </div>
          )}
        />
        <SelectField name="localMail.subaddressSeparator" label={t('Sub-addresses')} options={separators()} />
        <SwitchField
          name="localMail.verify"
          label={t('Answer VRFY and EXPN')}
          hint={t(
            'Which addresses there are, for clients that have signed in or are trusted; others are never told.',
          )}
        />
      </FormGroup>
    </SettingsForm>
  )
}
