import { useId } from 'react'
import { DEVICE_GROUPS, type DeviceGroup, type DeviceTls } from '../../../shared/devices/device-type.ts'
import { DEVICE_TYPES, deviceType } from '../../../shared/devices/device-types.ts'
import { FieldFrame } from '../../forms/field-frame.tsx'
import { Select } from '../../forms/select.tsx'
import { t } from '../../text/t.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { type DeviceChoice, firstChoice, type SetupFacts } from './device-choice.ts'
import { PlainField } from './plain-field.tsx'

const GROUPS: Readonly<Record<DeviceGroup, () => string>> = {
  printer: () => t('Copiers and scanners'),
  storage: () => t('Storage'),
  power: () => t('Power supplies'),
  camera: () => t('Cameras and recorders'),
  program: () => t('Programs and web sites'),
  'mail-program': () => t('Mail programs'),
  server: () => t('Servers and scripts'),
  other: () => t('Anything else'),
}

const TLS: Readonly<Record<DeviceTls, () => string>> = {
  starttls: () => t('STARTTLS'),
  implicit: () => t('TLS from the start'),
  none: () => t('None'),
}

export interface DeviceFieldsProps {
  choice: DeviceChoice
  facts: SetupFacts
  onChange: (choice: DeviceChoice) => void
}

/** What a device is, what it can do, and who it is. */
export function DeviceFields({ choice, facts, onChange }: DeviceFieldsProps) {
  const change = (part: Partial<DeviceChoice>) => onChange({ ...choice, ...part })
  const type = deviceType(choice.typeId)
  return (
    <div className="flex flex-col gap-4">
      <Choice
        label={t('Kind of device or program')}
        value={choice.typeId}
        onPick={(typeId) => {
          const { tls, auth, sender } = firstChoice(typeId, facts)
          change({
            typeId,
            tls,
            auth,
            sender: choice.sender === firstChoice(choice.typeId, facts).sender ? sender : choice.sender,
          })
        }}
      >
        {DEVICE_GROUPS.map((group) => (
          <optgroup key={group} label={GROUPS[group]()}>
            {DEVICE_TYPES.filter((each) => each.group === group).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
        ))}
      </Choice>
      <PlainField
        label={t('Name')}
        value={choice.name}
        placeholder={t('Copier, ground floor')}
        hint={t('How it is called in lists here.')}
        onChange={(name) => change({ name })}
      />
      <Ways label={t('Where it runs')}>
        <Segmented
          label={t('Where it runs')}
          value={choice.place}
          segments={[
            { value: 'network', label: t('In the network') },
            { value: 'this-computer', label: t('On this computer') },
          ]}
          onChange={(place) => change({ place })}
        />
      </Ways>
      <Ways label={t('TLS that it can do')}>
        <Segmented
          label={t('TLS that it can do')}
          value={choice.tls}
          segments={type.tls.map((value) => ({ value, label: TLS[value]() }))}
          onChange={(tls) => change({ tls })}
        />
      </Ways>
      <Ways label={t('Can it sign in')}>
        <Segmented
          label={t('Can it sign in')}
          value={choice.auth ? 'yes' : 'no'}
          segments={[
            { value: 'yes', label: t('With user name and password') },
            { value: 'no', label: t('No') },
          ]}
          onChange={(auth) => change({ auth: auth === 'yes' })}
        />
      </Ways>
      <PlainField
        label={t('It sends as')}
        value={choice.sender}
        placeholder="scanner@office.example"
        hint={t('The only sender that it may use.')}
        onChange={(sender) => change({ sender })}
      />
      {choice.place === 'network' && <Addresses choice={choice} facts={facts} change={change} />}
      {choice.auth && facts.accounts.length > 0 && (
        <Choice label={t('Account')} value={choice.account} onPick={(account) => change({ account })}>
          <option value="">{t('A new one for it alone')}</option>
          {facts.accounts.map(({ username }) => (
            <option key={username} value={username}>
              {username}
            </option>
          ))}
        </Choice>
      )}
    </div>
  )
}

function Addresses({
  choice,
  facts,
  change,
}: Omit<DeviceFieldsProps, 'onChange'> & { change: (part: Partial<DeviceChoice>) => void }) {
  const reachable = facts.computer.addresses.filter(({ kind }) => kind !== 'loopback')
  return (
    <>
      <PlainField
        label={t('Its own address')}
        value={choice.clientAddress}
        placeholder="192.168.1.20"
        hint={
          choice.auth && choice.tls !== 'none'
            ? t('May stay empty: it signs in.')
            : t('It stands in the device’s network settings. Give it a fixed one.')
        }
        onChange={(clientAddress) => change({ clientAddress })}
      />
      <Choice
        label={t('It reaches this computer at')}
        value={choice.serverAddress}
        onPick={(serverAddress) => change({ serverAddress })}
      >
        {reachable.length === 0 && <option value="127.0.0.1">{t('no address of a network')}</option>}
        {reachable.map(({ address, interface: name }) => (
          <option key={address} value={address}>
            {address} · {name}
          </option>
        ))}
      </Choice>
    </>
  )
}

function Choice({
  label,
  value,
  onPick,
  children,
}: {
  label: string
  value: string
  onPick: (value: string) => void
  children: React.ReactNode
}) {
  const id = useId()
  return (
    <FieldFrame id={id} label={label} error={null}>
      <Select id={id} value={value} onChange={({ target }) => onPick(target.value)}>
        {children}
      </Select>
    </FieldFrame>
  )
}

function Ways({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden="true" className="text-12 font-medium">
        {label}
      </span>
      {children}
    </div>
  )
}
