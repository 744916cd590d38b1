import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import type { z } from 'zod'
import { type AccountView, newAccountSchema } from '../../../shared/contract/accounts.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { EditorForm } from '../../forms/editor-form.tsx'
import { SwitchField, TextField, TokensField } from '../../forms/fields.tsx'
import { openItem } from '../../location/location-store.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { notify } from '../../ui/toasts.tsx'

type AccountInput = z.input<typeof newAccountSchema>
type AccountOutput = z.output<typeof newAccountSchema>

const NEW: AccountInput = { username: '', allowedSenders: ['*'], disabled: false, cramMd5: false }

export interface AccountEditorProps {
  account: AccountView | null
  /** A password was made; it is shown once. */
  onPassword: (username: string, password: string) => void
}

export function AccountEditor({ account, onPassword }: AccountEditorProps) {
  const { client } = useEngine()
  const form = useForm<AccountInput, unknown, AccountOutput>({
    resolver: zodResolver(newAccountSchema),
    defaultValues: account ? fieldsOf(account) : NEW,
  })

  const save = async (values: AccountOutput) => {
    const { password } = account ? await client.accounts.update(values) : await client.accounts.create(values)
    if (password !== null) onPassword(values.username, password)
    else notify({ text: `Account “${values.username}” is saved.` })
    openItem(account ? values.username : null)
  }

  return (
    <EditorForm
      form={form}
      label={account ? `Account ${account.username}` : 'New account'}
      onSave={save}
      onCancel={() => openItem(null)}
      saveLabel={account ? 'Save' : 'Add'}
    >
      <FormGroup title="Account" untitled>
        {!account && (
          <TextField
            name="username"
            label="User name"
            autoFocus
            mono
            placeholder="scanner"
            hint="A password is made for it and shown once."
          />
        )}
        <TokensField
          name="allowedSenders"
          label="Allowed senders"
          placeholder="*@office.example"
          hint="Sender addresses that it may use. * is any; none at all means it may send nothing."
        />
      </FormGroup>
      <FormGroup title="Sign-in">
        <SwitchField
          name="cramMd5"
          label="Allow CRAM-MD5"
          hint="For old devices without TLS. It needs a copy of the password that can be recovered, and gives a new password."
        />
        {account && (
          <SwitchField name="disabled" label="Disabled" hint="It cannot sign in; nothing else changes." />
        )}
      </FormGroup>
    </EditorForm>
  )
}

function fieldsOf({ username, allowedSenders, disabled, cramMd5 }: AccountView): AccountInput {
  return { username, allowedSenders, disabled, cramMd5 }
}
