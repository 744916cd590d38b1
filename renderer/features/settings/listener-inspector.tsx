import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { ConfigurationChange } from '../../../shared/contract/configuration.ts'
import { type Listener, listenerSchema } from '../../../shared/domain/config.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { ChangeEffects, saveLabel } from '../../forms/change-effects.tsx'
import { DeviceProfileFields } from '../../forms/device-profile-fields.tsx'
import { EditorForm } from '../../forms/editor-form.tsx'
import { NumberField, SelectField, SwitchField, TextField, TokensField } from '../../forms/fields.tsx'
import { RemoveItem } from '../../forms/remove-item.tsx'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { useEffects } from '../../forms/use-effects.ts'
import { leavingOutEmpty } from '../../forms/without-empty.ts'
import { openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { Inspector } from '../../ui/inspector.tsx'
import { notify } from '../../ui/toasts.tsx'
import { authChoices, longLines, tlsChoices } from './listener-words.ts'

type ListenerInput = z.input<typeof listenerSchema>

const resolver = leavingOutEmpty<ListenerInput, Listener>(['lineEnds'], zodResolver(listenerSchema))

export function ListenerInspector({ listener }: { listener: Listener | null }) {
  return (
    <Inspector
      kind={t('Listener')}
      title={listener ? listener.name : t('New listener')}
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
    notify({
      text: listener
        ? t('Listener “{name}” is saved.', { name: item.name })
        : t('Listener “{name}” is added.', { name: item.name }),
    })
    openItem(listener ? item.name : null)
  }
  return (
    <EditorForm
      form={form}
      label={listener ? t('Listener {name}', { name: listener.name }) : t('New listener')}
      onSave={save}
      onCancel={() => openItem(null)}
      saveLabel={saveLabel(effects, label)}
      notes={<ChangeEffects effects={effects} />}
    >
      <FormGroup title={t('Listener')} untitled>
        <TextField name="name" label={t('Name')} autoFocus={!listener} placeholder={t('lan')} />
        <div className="grid grid-cols-[minmax(0,1fr)_6rem] gap-3">
          <TextField
            name="host"
            label={t('Address')}
            mono
            hint={t('127.0.0.1 is this computer only, 0.0.0.0 all its addresses.')}
          />
          <NumberField name="port" label={t('Port')} />
        </div>
      </FormGroup>
      <FormGroup title={t('Who may submit')}>
        <SelectField name="auth" label={t('Sign-in')} options={authChoices()} />
        <TokensField
          name="trustedNetworks"
          label={t('Trusted networks')}
          placeholder="192.168.1.0/24"
          hint={t(
            'Clients from here may send without sign-in. Networks with names, limits and profiles are in Accounts.',
          )}
        />
        <SelectField name="tls" label={t('TLS')} options={tlsChoices()} />
        <SwitchField
          name="authInClear"
          label={t('Sign-in without TLS')}
          hint={t('For old devices; only for clients in the trusted networks.')}
        />
      </FormGroup>
      <DeviceProfileFields />
      <FormGroup title={t('Limits')}>
        <SelectField name="longLines" label={t('Lines over 1,000 octets')} options={longLines()} />
        <div className="grid grid-cols-2 gap-3">
          <TextField name="maxSize" label={t('Message size')} />
          <NumberField name="maxRecipients" label={t('Recipients of a message')} />
          <NumberField name="maxConnections" label={t('Connections')} />
          <NumberField name="maxConnectionsPerClient" label={t('Connections of one client')} />
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
    <RemoveItem
      question={t('Delete listener “{name}”?', { name })}
      action={t('Delete listener')}
      done={t('Listener “{name}” is deleted.', { name })}
      remove={() => client.listeners.remove({ name })}
    >
      {t('Devices that send to it can no longer reach Mailroom.')}
    </RemoveItem>
  )
}
