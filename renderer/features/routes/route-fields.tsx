import type { RouteKind } from '../../../shared/domain/route.ts'
import { NumberField, SelectField, TextField } from '../../forms/fields.tsx'
import { FormGroup } from '../../ui/form-group.tsx'

const TLS = [
  { value: 'required', label: 'Required, with a valid certificate' },
  { value: 'required-unverified', label: 'Required, any certificate' },
  { value: 'opportunistic', label: 'Where offered' },
  { value: 'never', label: 'Never' },
]

/** The fields of one kind of route. */
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
          <FormGroup title="Sign-in">
            <TextField
              name="auth.username"
              label="User name"
              hint="Leave both empty where the server wants none."
            />
            <TextField
              name="auth.password"
              label="Password"
              type="password"
              hint={stored ? 'Leave it empty to keep the stored one.' : undefined}
            />
          </FormGroup>
          <Limits perHost={false} />
        </>
      )
    case 'mx':
      return (
        <>
          <FormGroup title="Servers">
            <SelectField name="tls" label="TLS" options={TLS} />
          </FormGroup>
          <Limits perHost />
        </>
      )
    case 'maildir':
      return (
        <FormGroup title="Folder">
          <TextField
            name="path"
            label="Folder"
            mono
            placeholder="/srv/mail"
            hint="Each recipient gets folder/domain/name in it."
          />
        </FormGroup>
      )
    case 'lmtp':
      return (
        <>
          <FormGroup title="Server">
            <HostAndPort placeholder="127.0.0.1" />
          </FormGroup>
          <Limits perHost={false} />
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

function Limits({ perHost }: { perHost: boolean }) {
  return (
    <FormGroup title="Limits">
      <div className="grid grid-cols-2 gap-3">
        <NumberField name="maxConnections" label="Connections at the same time" />
        {perHost && <NumberField name="maxConnectionsPerHost" label="To one host" />}
      </div>
      <TextField name="ehloName" label="Name in EHLO" mono placeholder="as in Settings" />
    </FormGroup>
  )
}
