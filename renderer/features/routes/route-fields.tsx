import type { ReactNode } from 'react'
import { useFormContext } from 'react-hook-form'
import type { RouteKind } from '../../../shared/domain/route.ts'
import { NumberField, SelectField, SwitchField, TextField, TokensField } from '../../forms/fields.tsx'
import { RowsField } from '../../forms/rows-field.tsx'
import { SwitchLine } from '../../forms/switch-line.tsx'
import { SignInFields } from '../../route-form/sign-in-fields.tsx'
import { t } from '../../text/t.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { FormGroup } from '../../ui/form-group.tsx'

const tls = () => [
  {
    value: 'required',
    label: t('Required, with a valid certificate'),
  },
  {
    value: 'required-unverified',
    label: t('Required, any certificate'),
  },
  {
    value: 'opportunistic',
    label: t('Where offered'),
  },
  {
    value: 'never',
    label: t('Never'),
  },
]

const families = () => [
  {
    value: 'ipv6-first',
    label: t('IPv6, then IPv4'),
  },
  {
    value: 'ipv4-first',
    label: t('IPv4, then IPv6'),
  },
  {
    value: 'ipv4-only',
    label: t('IPv4 only'),
  },
  {
    value: 'ipv6-only',
    label: t('IPv6 only'),
  },
]

/** The fields of one kind of route. `stored`: it has secrets that empty fields keep. */
export function RouteFields({ kind, stored }: { kind: RouteKind; stored: boolean }) {
  switch (kind) {
    case 'smarthost':
      return (
        <>
          <FormGroup title={t('Server')}>
            <HostAndPort
              hint={t('465 speaks TLS from the start, 587 and 25 by STARTTLS.')}
              placeholder={t('smtp.provider.example')}
            />
            <SelectField name="tls" label={t('TLS')} options={tls()} />
          </FormGroup>
          <SignInFields stored={stored} />
          <Pacing />
          <Failover />
          <More>
            <Connections />
          </More>
        </>
      )
    case 'mx':
      return (
        <>
          <FormGroup title={t('Servers')}>
            <SelectField name="tls" label={t('TLS')} options={tls()} />
            <SwitchField
              name="mtaSts"
              label={t('MTA-STS')}
              hint={t('Where a domain publishes that it wants verified TLS, nothing less is used.')}
            />
            <SwitchField
              name="dane"
              label={t('DANE')}
              hint={t('Certificates that DNS vouches for. Needs a DNS server that validates DNSSEC.')}
            />
            <SelectField name="addressFamily" label={t('Addresses')} options={families()} />
          </FormGroup>
          <DomainPolicies />
          <Pacing />
          <More>
            <Connections perHost />
          </More>
        </>
      )
    case 'maildir':
      return (
        <>
          <FormGroup title={t('Folder')}>
            <TextField
              name="path"
              label={t('Folder')}
              mono
              placeholder="/srv/mail"
              hint={t(
                'Each recipient gets folder/domain/name in it. Mailboxes, aliases and quotas are in Settings, Local mail.',
              )}
            />
          </FormGroup>
          <More outgoing={false} />
        </>
      )
    case 'lmtp':
      return (
        <>
          <FormGroup title={t('Server')}>
            <HostAndPort placeholder="127.0.0.1" />
          </FormGroup>
          <Pacing />
          <More>
            <Connections />
          </More>
        </>
      )
    case 'capture':
    case 'hold':
      return null
  }
}

function HostAndPort({ hint, placeholder }: { hint?: string; placeholder: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_6rem] gap-3">
      <TextField name="host" label={t('Host')} mono placeholder={placeholder} hint={hint} />
      <NumberField name="port" label={t('Port')} />
    </div>
  )
}

function Pacing() {
  return (
    <FormGroup
      title={t('Pace')}
      hint={t('What the next hop allows. Mail over it waits and goes on by itself.')}
    >
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          name="pacing.messagesPerMinute"
          label={t('Messages in a minute')}
          placeholder={t('no limit')}
        />
        <NumberField
          name="pacing.recipientsPerDay"
          label={t('Recipients in a day')}
          placeholder={t('no limit')}
        />
        <NumberField
          name="pacing.recipientsPerMessage"
          label={t('Recipients at once')}
          placeholder={t('no limit')}
        />
        <NumberField name="maxConnections" label={t('Connections')} />
      </div>
    </FormGroup>
  )
}

function Failover() {
  return (
    <FormGroup
      title={t('When it fails')}
      hint={t(
        'Other hosts, in this order, with the same TLS and sign-in. A message whose fate at one host is unknown may arrive twice.',
      )}
    >
      <RowsField
        name="fallbacks"
        what={t('fallback host')}
        addLabel={t('Add fallback host')}
        blank={() => ({ host: '', port: 587 })}
        row={(name) => (
          <div className="grid grid-cols-[minmax(0,1fr)_5rem] gap-3">
            <TextField
              name={`${name}.host`}
              label={t('Host')}
              mono
              placeholder={t('smtp2.provider.example')}
            />
            <NumberField name={`${name}.port`} label={t('Port')} />
          </div>
        )}
      />
      <div className="grid grid-cols-2 gap-3">
        <NumberField name="circuit.failures" label={t('Failures before a pause')} />
        <TextField name="circuit.pause" label={t('Pause of the host')} placeholder="1m" />
      </div>
    </FormGroup>
  )
}

const policyTls = () => [
  {
    value: '',
    label: t('As above'),
  },
  ...tls(),
]

function DomainPolicies() {
  return (
    <FormGroup title={t('Domains with rules of their own')}>
      <RowsField
        name="domainPolicies"
        what={t('domain rule')}
        addLabel={t('Add domains')}
        blank={() => ({ domains: [] })}
        row={(name) => (
          <>
            <TokensField
              name={`${name}.domains`}
              label={t('Domains')}
              placeholder={t('bank.example *.bank.example')}
            />
            <SelectField name={`${name}.tls`} label={t('TLS')} options={policyTls()} />
            <div className="grid grid-cols-2 gap-3">
              <NumberField
                name={`${name}.maxConnections`}
                label={t('Connections')}
                placeholder={t('as the route')}
              />
              <NumberField
                name={`${name}.messagesPerMinute`}
                label={t('Messages in a minute')}
                placeholder={t('no limit')}
              />
            </div>
          </>
        )}
      />
    </FormGroup>
  )
}

function Connections({ perHost = false }: { perHost?: boolean }) {
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <NumberField name="maxConnectionsPerHost" label={t('Connections to one host')} />
        {perHost && <NumberField name="port" label={t('Port')} />}
      </div>
      <TextField name="ehloName" label={t('Name in EHLO')} mono placeholder={t('as in Settings')} />
      <TextField
        name="sourceAddress"
        label={t('Connect from')}
        mono
        placeholder={t('as the system chooses')}
        hint={t('An address of this computer, where it has several.')}
      />
      <WaitForEtrn />
    </>
  )
}

/** A switch over an object: on is there, off is absent. */
function WaitForEtrn() {
  const { watch, setValue } = useFormContext()
  const waits = watch('waitForEtrn') !== undefined
  return (
    <>
      <SwitchLine
        label={t('Wait for ETRN')}
        hint={t('For an office that connects now and then: mail waits until its server asks for it.')}
        checked={waits}
        onChange={(on) => setValue('waitForEtrn', on ? { clients: [] } : undefined, { shouldDirty: true })}
      />
      {waits && (
        <TokensField
          name="waitForEtrn.clients"
          label={t('Who may ask')}
          placeholder="203.0.113.7"
          hint={t('Besides clients that have signed in or are trusted.')}
        />
      )}
    </>
  )
}

function More({ outgoing = true, children }: { outgoing?: boolean; children?: ReactNode }) {
  return (
    <Disclosure title={t('More')} hint={outgoing ? t('connections, names, retries') : t('retries')}>
      {children}
      <TokensField
        name="retry.schedule"
        label={t('Wait before each next attempt')}
        placeholder={t('as in Settings')}
        hint={t('Example: 1m 5m 30m. The last one repeats.')}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField name="retry.expireAfter" label={t('Give up after')} placeholder={t('as in Settings')} />
        <TextField
          name="retry.delayNoticeAfter"
          label={t('Tell of a delay after')}
          placeholder={t('as in Settings')}
        />
      </div>
    </Disclosure>
  )
}
