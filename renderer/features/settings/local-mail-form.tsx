import type { Settings } from '../../../shared/contract/settings.ts'
import { SelectField, SwitchField, TextField, TokensField } from '../../forms/fields.tsx'
import { RowsField } from '../../forms/rows-field.tsx'
import { FormGroup } from '../../ui/form-group.tsx'
import { SettingsForm } from './settings-form.tsx'

const SEPARATORS = [
  { value: '+', label: '+ as in anna+lists@' },
  { value: '-', label: '- as in anna-lists@' },
  { value: '', label: 'None' },
]

/** Who lives in the local domains. */
export function LocalMailForm({ settings }: { settings: Settings }) {
  return (
    <SettingsForm settings={settings} label="Local mail">
      <FormGroup title="Local domains">
        <TokensField
          name="localDomains"
          label="Domains"
          placeholder="office.example"
          hint="Mail to these domains is accepted from anyone. Give them a route such as Maildir."
        />
      </FormGroup>
      <FormGroup
        title="Mailboxes"
        hint="With a list, a domain refuses every other address before the mail is taken. Without one it takes all."
      >
        <RowsField
          name="localMail.mailboxes"
          what="mailbox"
          addLabel="Add mailbox"
          blank={() => ({ address: '' })}
          row={(name) => (
            <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-3">
              <TextField name={`${name}.address`} label="Address" mono placeholder="anna@office.example" />
              <TextField name={`${name}.quota`} label="Quota" placeholder="as below" />
            </div>
          )}
        />
        <TextField
          name="localMail.quota"
          label="Quota of a mailbox"
          placeholder="no limit"
          hint="For Maildir routes. Mail over it waits, and is returned when its time is over. Example: 2GiB."
        />
      </FormGroup>
      <FormGroup title="Aliases and groups">
        <RowsField
          name="localMail.aliases"
          what="alias"
          addLabel="Add alias or group"
          blank={() => ({ address: '', members: [], internal: false })}
          row={(name) => (
            <>
              <TextField name={`${name}.address`} label="Address" mono placeholder="sales@office.example" />
              <TokensField
                name={`${name}.members`}
                label="Goes to"
                placeholder="anna@office.example tom@office.example"
              />
              <SwitchField
                name={`${name}.internal`}
                label="Only from the office"
                hint="Clients that have signed in or are trusted."
              />
            </>
          )}
        />
      </FormGroup>
      <FormGroup title="Other addresses">
        <RowsField
          name="localMail.catchAll"
          what="catch-all"
          addLabel="Add catch-all"
          blank={() => ({ domain: '', to: '' })}
          row={(name) => (
            <div className="grid grid-cols-2 gap-3">
              <TextField
                name={`${name}.domain`}
                label="Unknown addresses at"
                mono
                placeholder="office.example"
              />
              <TextField name={`${name}.to`} label="Go to" mono placeholder="anna@office.example" />
            </div>
          )}
        />
        <SelectField name="localMail.subaddressSeparator" label="Sub-addresses" options={SEPARATORS} />
        <SwitchField
          name="localMail.verify"
          label="Answer VRFY and EXPN"
          hint="Which addresses there are, for clients that have signed in or are trusted; others are never told."
        />
      </FormGroup>
    </SettingsForm>
  )
}
