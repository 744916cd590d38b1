import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { ConfigurationChange } from '../../../shared/contract/configuration.ts'
import { type ClientNetwork, clientNetworkSchema } from '../../../shared/domain/client-network.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { ChangeEffects, saveLabel } from '../../forms/change-effects.tsx'
import { ChecksField } from '../../forms/checks-field.tsx'
import { DeviceProfileFields } from '../../forms/device-profile-fields.tsx'
import { EditorForm } from '../../forms/editor-form.tsx'
import { SwitchField, TextField, TokensField } from '../../forms/fields.tsx'
import { RemoveItem } from '../../forms/remove-item.tsx'
import { SendingLimitsFields } from '../../forms/sending-limits-fields.tsx'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { useEffects } from '../../forms/use-effects.ts'
import { leavingOutEmpty } from '../../forms/without-empty.ts'
import { hrefOf, openItem, useLocation } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { Inspector } from '../../ui/inspector.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { notify } from '../../ui/toasts.tsx'
import { UsageOverTime } from '../../usage/usage-over-time.tsx'
import { NetworkClients } from './network-clients.tsx'
import { SilenceField } from './silence-field.tsx'

type NetworkInput = z.input<typeof clientNetworkSchema>

const resolver = leavingOutEmpty<NetworkInput, ClientNetwork>(
  ['maxSize', 'lineEnds', 'silentAfter'],
  zodResolver(clientNetworkSchema),
)

export function NetworkInspector({ network }: { network: ClientNetwork | null }) {
  return (
    <Inspector
      kind={t('Network')}
      title={network ? network.name : t('New network')}
      onClose={() => openItem(null)}
      actions={
        network && (
          <>
            <LinkButton href={hrefOf('setup', { item: 'device', params: { network: network.name } })}>
              {t('Device sheet')}
            </LinkButton>
            <Remove name={network.name} />
          </>
        )
      }
    >
      <NetworkForm network={network} />
    </Inspector>
  )
}

/** Somebody came from a session whose client is to be known. */
function addressAsked(): string[] {
  const { address } = useLocation.getState().place.params
  return address ? [address] : []
}

/** null while what is typed is not valid. */
function changeOf(values: NetworkInput, network: ClientNetwork | null): ConfigurationChange | null {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const { data } = clientNetworkSchema.safeParse(given)
  return data ? { kind: 'network', name: network?.name ?? null, item: data } : null
}

function NetworkForm({ network }: { network: ClientNetwork | null }) {
  const { api, client } = useEngine()
  const listeners = useQuery(api.listeners.list.queryOptions())
  const form = useForm<NetworkInput, unknown, ClientNetwork>({
    resolver,
    defaultValues: network ?? {
      ...clientNetworkSchema.parse({ name: 'new', addresses: ['127.0.0.1'] }),
      name: '',
      addresses: addressAsked(),
    },
  })
  const effects = useEffects(form, (values) => changeOf(values, network))
  const save = async (item: ClientNetwork) => {
    if (network) await client.networks.update({ name: network.name, item })
    else await client.networks.create({ item })
    notify({
      text: t(network ? 'Network “{name}” is saved.' : 'Network “{name}” is added.', { name: item.name }),
    })
    openItem(network ? item.name : null)
  }
  return (
    <EditorForm
      form={form}
      label={network ? t('Network {name}', { name: network.name }) : t('New network')}
      onSave={save}
      onCancel={() => openItem(null)}
      notes={<ChangeEffects effects={effects} />}
      saveLabel={saveLabel(effects, network ? t('Save') : t('Add'))}
    >
      {network && <UsageOverTime sender={{ kind: 'network', name: network.name }} />}
      <FormGroup title={t('Network')} untitled>
        <TextField name="name" label={t('Name')} autoFocus={!network} placeholder={t('Copiers')} />
        <TokensField
          name="addresses"
          label={t('Addresses')}
          placeholder="192.168.1.20 192.168.2.0/24"
          hint={t('Where several networks hold an address, the narrowest counts.')}
        />
        <SwitchField
          name="trusted"
          label={t('May send without sign-in')}
          hint={t('Off: it is only named, limited and given a device profile.')}
        />
        <TokensField
          name="allowedSenders"
          label={t('Allowed senders')}
          placeholder="copier@office.example"
          hint={t('Sender addresses (envelope) that it may use without sign-in. * is any.')}
        />
        <TokensField
          name="allowedFrom"
          label={t('Allowed From addresses')}
          placeholder="copier@office.example"
          hint={t('What recipients see in the message. * is any.')}
        />
      </FormGroup>
      {network && <NetworkClients name={network.name} />}
      <FormGroup title={t('Watching')}>
        <SilenceField />
      </FormGroup>
      <SendingLimitsFields hint={t('For each address of the network by itself.')} />
      {(listeners.data?.length ?? 0) > 1 && (
        <FormGroup title={t('Counts at')} hint={t('Choose none for every listener.')}>
          <ChecksField
            name="listeners"
            label={t('Listeners')}
            checks={(listeners.data ?? []).map(({ name }) => ({ value: name, label: name }))}
          />
        </FormGroup>
      )}
      <DeviceProfileFields />
      <UnsavedGuard form={form} />
    </EditorForm>
  )
}

function Remove({ name }: { name: string }) {
  const { client } = useEngine()
  return (
    <RemoveItem
      question={t('Delete network “{name}”?', { name })}
      action={t('Delete network')}
      done={t('Network “{name}” is deleted.', { name })}
      remove={() => client.networks.remove({ name })}
    >
      {t('Its clients may then send only as the listener’s own trusted networks allow, or after signing in.')}
    </RemoveItem>
  )
}
