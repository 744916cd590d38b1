import type { Settings } from '../../../shared/contract/settings.ts'
import { NumberField, TextField, TokensField } from '../../forms/fields.tsx'
import { FormGroup } from '../../ui/form-group.tsx'
import { SettingsForm } from './settings-form.tsx'

export function GeneralForm({ settings }: { settings: Settings }) {
  return (
    <SettingsForm settings={settings} label="General">
      <FormGroup title="This server">
        <TextField
          name="hostname"
          label="Host name"
          mono
          placeholder="the name of this computer"
          hint="How Mailroom calls itself in greetings, EHLO and Received lines. A full name such as relay.office.example is trusted more."
        />
        <TextField
          name="postmaster"
          label="Postmaster"
          mono
          placeholder="none"
          hint="Who gets mail to postmaster and what cannot be reported to a sender."
        />
      </FormGroup>
      <FormGroup title="DNS">
        <TokensField
          name="dnsServers"
          label="DNS servers"
          placeholder="as the system"
          hint="Addresses, with a port where it is not 53: 192.168.1.1 or 127.0.0.1:5353."
        />
      </FormGroup>
    </SettingsForm>
  )
}

export function RetryForm({ settings }: { settings: Settings }) {
  return (
    <SettingsForm settings={settings} label="Retry">
      <FormGroup title="When a next hop does not take it yet">
        <TokensField
          name="retry.schedule"
          label="Wait before each next attempt"
          placeholder="1m 5m 15m 30m 1h 2h"
          hint="In order; the last one repeats. A tenth more or less is added by chance."
        />
        <TextField
          name="retry.expireAfter"
          label="Give up after"
          hint="The sender then gets a report. Example: 5d."
        />
        <TextField
          name="retry.delayNoticeAfter"
          label="Tell the sender of a delay after"
          hint="Once for each recipient. Example: 4h."
        />
      </FormGroup>
    </SettingsForm>
  )
}

export function RetentionForm({ settings }: { settings: Settings }) {
  return (
    <SettingsForm settings={settings} label="Retention">
      <FormGroup title="Messages">
        <TextField
          name="retention.history"
          label="Keep the history for"
          hint="Counted from the end of the last recipient. Example: 30d."
        />
        <TextField
          name="retention.bodies"
          label="Keep the message itself for"
          hint="0s removes it as soon as the last recipient is done."
        />
      </FormGroup>
      <FormGroup title="Sessions">
        <TextField name="retention.sessions.age" label="Keep sessions for" />
        <div className="grid grid-cols-2 gap-3">
          <NumberField name="retention.sessions.count" label="At most as many" />
          <TextField name="retention.sessions.size" label="At most as large" />
        </div>
      </FormGroup>
    </SettingsForm>
  )
}
