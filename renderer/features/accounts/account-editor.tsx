import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import type { z } from 'zod'
import { type AccountListing, newAccountSchema } from '../../../shared/contract/accounts.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { DateField } from '../../forms/date-field.tsx'
import { EditorForm } from '../../forms/editor-form.tsx'
import { SwitchField, TextField, TokensField } from '../../forms/fields.tsx'
import { SendingLimitsFields } from '../../forms/sending-limits-fields.tsx'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { leavingOutEmpty } from '../../forms/without-empty.ts'
import { openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { notify } from '../../ui/toasts.tsx'
import { UsageOverTime } from '../../usage/usage-over-time.tsx'
import { AccountMeters } from './account-meters.tsx'
import { AppPasswords } from './app-passwords.tsx'
import { SilenceField } from './silence-field.tsx'

type AccountInput = z.input<typeof newAccountSchema>
type AccountOutput = z.output<typeof newAccountSchema>

const resolver = leavingOutEmpty<AccountInput, AccountOutput>(
  ['maxSize', 'silentAfter'],
  zodResolver(newAccountSchema),
)

export interface AccountEditorProps {
  account: AccountListing | null
  /** A password was made; it is shown once. */
  onPassword: (username: string, password: string) => void
}

export function AccountEditor({ account, onPassword }: AccountEditorProps) {
  const { client } = useEngine()
  const form = useForm<AccountInput, unknown, AccountOutput>({
    resolver,
    defaultValues: account
      ? fieldsOf(account)
      : { ...newAccountSchema.parse({ username: 'new' }), username: '' },
  })

  const save = async (values: AccountOutput) => {
    const { password } = account ? await client.accounts.update(values) : await client.accounts.create(values)
    if (password !== null) onPassword(values.username, password)
    else notify({ text: t('Account “{name}” is saved.', { name: values.username }) })
    openItem(account ? values.username : null)
  }

  return (
    <EditorForm
      form={form}
      label={account ? t('Account {name}', { name: account.username }) : t('New account')}
      onSave={save}
      onCancel={() => openItem(null)}
      saveLabel={account ? t('Save') : t('Add')}
    >
      <UnsavedGuard form={form} />
      {account && <UsageOverTime sender={{ kind: 'account', name: account.username }} />}
      <FormGroup title={t('Account')} untitled>
        {!account && (
          <TextField
            name="username"
            label={t('User name')}
            autoFocus
            mono
            placeholder={t('scanner')}
            hint={t('A password is made for it and shown once.')}
          />
        )}
        <TokensField
          name="allowedSenders"
          label={t('Allowed senders')}
          placeholder="*@office.example"
          hint={t(
            'Sender addresses (envelope) that it may use. * is any; none at all means it may send nothing.',
          )}
        />
        <TokensField
          name="allowedFrom"
          label={t('Allowed From addresses')}
          placeholder="*@office.example"
          hint={t('What recipients see in the message. * is any.')}
        />
      </FormGroup>
      {account && <AccountMeters usage={account.usage} limits={account.limits} />}
      {account && <AppPasswords account={account} onPassword={onPassword} />}
      <SendingLimitsFields
        hint={t(
          'Over a limit, mail is refused for the moment; devices and programs try again, and it goes on by itself.',
        )}
      />
      <FormGroup title={t('Watching')}>
        <SilenceField />
      </FormGroup>
      <FormGroup title={t('Sign-in')}>
        <TokensField
          name="allowedNetworks"
          label={t('Only from')}
          placeholder={t('anywhere')}
          hint={t('Addresses and networks from which it may sign in: 192.168.1.20 or 192.168.1.0/24.')}
        />
        <DateField
          name="expiresAt"
          label={t('Until')}
          hint={t('It cannot sign in after this day. Empty: no end.')}
        />
        <SwitchField
          name="cramMd5"
          label={t('Allow CRAM-MD5')}
          hint={t(
            'For old devices without TLS. It needs a copy of the password that can be recovered, and gives a new password.',
          )}
        />
        {account && (
          <SwitchField
            name="disabled"
            label={t('Disabled')}
            hint={t('It cannot sign in; nothing else changes.')}
          />
        )}
      </FormGroup>
    </EditorForm>
  )
}

function fieldsOf(account: AccountListing): AccountInput {
  const { usage: _usage, limitReached: _reached, appPasswords: _passwords, ...fields } = account
  const { createdAt: _created, lastUsedAt: _used, ...rights } = fields
  return rights
}
