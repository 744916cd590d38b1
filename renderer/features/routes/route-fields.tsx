import type { ReactNode } from 'react'
import { useFormContext } from 'react-hook-form'
import type { RouteKind } from '../../../shared/domain/route.ts'
import { NumberField, SelectField, SwitchField, TextField, TokensField } from '../../forms/fields.tsx'
import { RowsField } from '../../forms/rows-field.tsx'
import { SwitchLine } from '../../forms/switch-line.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { FormGroup } from '../../ui/form-group.tsx'
import { SignInFields } from './sign-in-fields.tsx'

const TLS = [
  { value: 'required', label: 'Required, with a valid certificate' },
  { value: 'required-unverified', label: 'Required, any certificate' },
  { value: 'opportunistic', label: 'Where offered' },
  { value: 'never', label: 'Never' },
]

const FAMILIES = [
  { value: 'ipv6-first', label: 'IPv6, then IPv4' },
  { value: 'ipv4-first', label: 'IPv4, then IPv6' },
  { value: 'ipv4-only', label: 'IPv4 only' },
  { value: 'ipv6-only', label: 'IPv6 only' },
]

/** The fields of one kind of route. `stored`: it has secrets that empty fields keep. */
export function RouteFields({ kind, stored }: { kind: RouteKind; stored: boolean }) {
  switch (kind) {
    case 'smarthost':
      return (
        <>
          <FormGroup title="Server">
            <HostAndPort
              hint="465 speaks TLS from the start, 587 and 25 by STARTTLS."
              placeholder="smtp.provider.example"
            />
            <SelectField name="tls" label="TLS" options={TLS} />
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
          <FormGroup title="Servers">
            <SelectField name="tls" label="TLS" options={TLS} />
            <SwitchField
              name="mtaSts"
              label="MTA-STS"
              hint="Where a domain publishes that it wants verified TLS, nothing less is used."
            />
            <SwitchField
              name="dane"
              label="DANE"
              hint="Certificates that DNS vouches for. Needs a DNS server that validates DNSSEC."
            />
            <SelectField name="addressFamily" label="Addresses" options={FAMILIES} />
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
          <FormGroup title="Folder">
            <TextField
              name="path"
              label="Folder"
              mono
              placeholder="/srv/mail"
              hint="Each recipient gets folder/domain/name in it. Mailboxes, aliases and quotas are in Settings, Local mail."
            />
          </FormGroup>
          <More outgoing={false} />
        </>
      )
    case 'lmtp':
      return (
        <>
          <FormGroup title="Server">
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
      <TextField name="host" label="Host" mono placeholder={placeholder} hint={hint} />
      <NumberField name="port" label="Port" />
    </div>
  )
}

function Pacing() {
  return (
    <FormGroup title="Pace" hint="What the next hop allows. Mail over it waits and goes on by itself.">
      <div className="grid grid-cols-2 gap-3">
        <NumberField name="pacing.messagesPerMinute" label="Messages in a minute" placeholder="no limit" />
        <NumberField name="pacing.recipientsPerDay" label="Recipients in a day" placeholder="no limit" />
        <NumberField name="pacing.recipientsPerMessage" label="Recipients at once" placeholder="no limit" />
        <NumberField name="maxConnections" label="Connections" />
      </div>
    </FormGroup>
  )
}

function Failover() {
  return (
    <FormGroup
      title="When it fails"
      hint="Other hosts, in this order, with the same TLS and sign-in. A message whose fate at one host is unknown may arrive twice."
    >
      <RowsField
        name="fallbacks"
        what="fallback host"
        addLabel="Add fallback host"
        blank={() => ({ host: '', port: 587 })}
        row={(name) => (
          <div className="grid grid-cols-[minmax(0,1fr)_5rem] gap-3">
            <TextField name={`${name}.host`} label="Host" mono placeholder="smtp2.provider.example" />
            <NumberField name={`${name}.port`} label="Port" />
          </div>
        )}
      />
      <div className="grid grid-cols-2 gap-3">
        <NumberField name="circuit.failures" label="Failures before a pause" />
        <TextField name="circuit.pause" label="Pause of the host" placeholder="1m" />
      </div>
    </FormGroup>
  )
}

const POLICY_TLS = [{ value: '', label: 'As above' }, ...TLS]

function DomainPolicies() {
  return (
    <FormGroup title="Domains with rules of their own">
      <RowsField
        name="domainPolicies"
        what="domain rule"
        addLabel="Add domains"
        blank={() => ({ domains: [] })}
        row={(name) => (
          <>
            <TokensField name={`${name}.domains`} label="Domains" placeholder="bank.example *.bank.example" />
            <SelectField name={`${name}.tls`} label="TLS" options={POLICY_TLS} />
            <div className="grid grid-cols-2 gap-3">
              <NumberField name={`${name}.maxConnections`} label="Connections" placeholder="as the route" />
              <NumberField
                name={`${name}.messagesPerMinute`}
                label="Messages in a minute"
                placeholder="no limit"
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
        <NumberField name="maxConnectionsPerHost" label="Connections to one host" />
        {perHost && <NumberField name="port" label="Port" />}
      </div>
      <TextField name="ehloName" label="Name in EHLO" mono placeholder="as in Settings" />
      <TextField
        name="sourceAddress"
        label="Connect from"
        mono
        placeholder="as the system chooses"
        hint="An address of this computer, where it has several."
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
        label="Wait for ETRN"
        hint="For an office that connects now and then: mail waits until its server asks for it."
        checked={waits}
        onChange={(on) => setValue('waitForEtrn', on ? { clients: [] } : undefined, { shouldDirty: true })}
      />
      {waits && (
        <TokensField
          name="waitForEtrn.clients"
          label="Who may ask"
          placeholder="203.0.113.7"
          hint="Besides clients that have signed in or are trusted."
        />
      )}
    </>
  )
}

function More({ outgoing = true, children }: { outgoing?: boolean; children?: ReactNode }) {
  return (
    <Disclosure title="More" hint={outgoing ? 'connections, names, retries' : 'retries'}>
      {children}
      <TokensField
        name="retry.schedule"
        label="Wait before each next attempt"
        placeholder="as in Settings"
        hint="Example: 1m 5m 30m. The last one repeats."
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField name="retry.expireAfter" label="Give up after" placeholder="as in Settings" />
        <TextField name="retry.delayNoticeAfter" label="Tell of a delay after" placeholder="as in Settings" />
      </div>
    </Disclosure>
  )
}
