import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { ConfigurationChange } from '../../../shared/contract/configuration.ts'
import { type Listener, listenerSchema } from '../../../shared/domain/config.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { DeviceProfileFields } from '../../forms/device-profile-fields.tsx'
import { EditorForm } from '../../forms/editor-form.tsx'
import { NumberField, SelectField, SwitchField, TextField, TokensField } from '../../forms/fields.tsx'
import { RemoveItem } from '../../forms/remove-item.tsx'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { leavingOutEmpty } from '../../forms/without-empty.ts'
import { openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { Inspector } from '../../ui/inspector.tsx'
import { notify } from '../../ui/toasts.tsx'
import { ChangeEffects, saveLabel } from './change-effects.tsx'
import { AUTH_CHOICES, LONG_LINES, TLS_CHOICES } from './listener-words.ts'
import { useEffects } from './use-effects.ts'

type ListenerInput = z.input<typeof listenerSchema>

const resolver = leavingOutEmpty<ListenerInput, Listener>(['lineEnds'], zodResolver(listenerSchema))

export function ListenerInspector({ listener }: { listener: Listener | null }) {
  return (
    <Inspector
      kind="Listener"
      title={listener ? listener.name : 'New listener'}
      onClose={() => openItem(null)}
      actions={listener && <Remove name={listener.name} />}
    >
      <ListenerForm listener={listener} />
    </Inspector>
  )
}

function ListenerForm({ listener }: { listener: Listener | null }) {
  const { client } = useEngine()
  const form = useForm<ListenerInput, unknown, Listener>({
    resolver,
    defaultValues: listener ?? { ...listenerSchema.parse({ name: 'new', port: 2526 }), name: '' },
  })
  const effects = useEffects(form, (values) => changeOf(values, listener))
  const label = listener ? t('Save') : t('Add')
  const save = async (item: Listener) => {
    if (listener) await client.listeners.update({ name: listener.name, item })
    else await client.listeners.create({ item })
    notify({ text: `Listener “${item.name}” is ${listener ? 'saved' : 'added'}.` })
    openItem(listener ? item.name : null)
  }
  return (
    <EditorForm
      form={form}
      label={listener ? `Listener ${listener.name}` : 'New listener'}
      onSave={save}
      onCancel={() => {
        form.reset()
        openItem(null)
      }}
      saveLabel={saveLabel(effects, label)}
      notes={<ChangeEffects effects={effects} />}
    >
      <FormGroup title="Listener" untitled>
        <TextField name="name" label="Name" autoFocus={!listener} placeholder="lan" />
        <div className="grid grid-cols-[minmax(0,1fr)_6rem] gap-3">
          <TextField
            name="host"
            label="Address"
            mono
            hint="127.0.0.1 is this computer only, 0.0.0.0 all its addresses."
          />
          <NumberField name="port" label="Port" />
        </div>
      </FormGroup>
      <FormGroup title="Who may submit">
        <SelectField name="auth" label="Sign-in" options={AUTH_CHOICES} />
        <TokensField
          name="trustedNetworks"
          label="Trusted networks"
          placeholder="192.168.1.0/24"
          hint="Clients from here may send without sign-in. Networks with names, limits and profiles are in Accounts."
        />
        <SelectField name="tls" label="TLS" options={TLS_CHOICES} />
        <SwitchField
          name="authInClear"
          label="Sign-in without TLS"
          hint="For old devices; only for clients in the trusted networks."
        />
      </FormGroup>
      <DeviceProfileFields />
      <FormGroup title="Limits">
        <SelectField name="longLines" label="Lines over 1,000 octets" options={LONG_LINES} />
        <div className="grid grid-cols-2 gap-3">
          <TextField name="maxSize" label="Message size" />
          <NumberField name="maxRecipients" label="Recipients of a message" />
          <NumberField name="maxConnections" label="Connections" />
          <NumberField name="maxConnectionsPerClient" label="Connections of one client" />
        </div>
      </FormGroup>
      <UnsavedGuard form={form} />
    </EditorForm>
  )
}

function changeOf(values: ListenerInput, listener: Listener | null): ConfigurationChange | null {
  const parsed = listenerSchema.safeParse(
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')),
  )
  return parsed.success ? { kind: 'listener', name: listener?.name ?? null, item: parsed.data } : null
}

function Remove({ name }: { name: string }) {
  const { client } = useEngine()
  return (
    <RemoveItem what="listener" name={name} remove={() => client.listeners.remove({ name })}>
      Devices that send to it can no longer reach Mailroom.
    </RemoveItem>
  )
}
