/** How a smart host lets us in: nothing, a password, or OAuth2. */
import { useFormContext } from 'react-hook-form'
import type { OAuthGrant } from '../../../shared/domain/oauth.ts'
import { SelectField, TextAreaField, TextField, TokensField } from '../../forms/fields.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { FormGroup } from '../../ui/form-group.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { type AuthKind, newAuth } from './route-draft.ts'

const KINDS: ReadonlyArray<{ value: AuthKind; label: string }> = [
  { value: 'none', label: 'None' },
  { value: 'password', label: 'Password' },
  { value: 'oauth2', label: 'OAuth2' },
]

const PROVIDERS = [
  { value: 'microsoft', label: 'Microsoft 365' },
  { value: 'google', label: 'Google' },
  { value: 'custom', label: 'Another provider' },
]

const GRANTS: ReadonlyArray<{
  value: OAuthGrant
  label: string
  hint: string
  providers: readonly string[]
}> = [
  {
    value: 'authorization-code',
    label: 'In the browser of this computer',
    hint: 'You sign in once; Mailroom renews it from then on.',
    providers: ['microsoft', 'google', 'custom'],
  },
  {
    value: 'device-code',
    label: 'With a code, on any device',
    hint: 'For a computer without a screen: the code is entered in a browser elsewhere.',
    providers: ['microsoft', 'google', 'custom'],
  },
  {
    value: 'client-credentials',
    label: 'As an application',
    hint: 'Nobody signs in: the app registration has the right itself, by a secret or a certificate.',
    providers: ['microsoft', 'custom'],
  },
  {
    value: 'service-account',
    label: 'As a Google service account',
    hint: 'With domain-wide delegation: it acts for the mailbox below.',
    providers: ['google'],
  },
]

const MECHANISMS = [
  { value: '', label: 'What the server offers' },
  { value: 'XOAUTH2', label: 'XOAUTH2' },
  { value: 'OAUTHBEARER', label: 'OAUTHBEARER' },
]

/** `stored`: there are secrets already, and empty fields keep them. */
export function SignInFields({ stored }: { stored: boolean }) {
  const { watch, setValue } = useFormContext()
  const kind = (watch('auth')?.kind ?? 'none') as AuthKind
  return (
    <FormGroup
      title="Sign-in"
      aside={
        <Segmented
          label="Kind of sign-in"
          segments={KINDS}
          value={kind}
          onChange={(next) => next !== kind && setValue('auth', newAuth(next), { shouldDirty: true })}
        />
      }
    >
      {kind === 'none' && (
        <p className="text-12 text-quiet">The server takes mail from here by the address of this network.</p>
      )}
      {kind === 'password' && <PasswordFields stored={stored} />}
      {kind === 'oauth2' && <OAuthFields stored={stored} />}
    </FormGroup>
  )
}

function PasswordFields({ stored }: { stored: boolean }) {
  return (
    <>
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
    </>
  )
}

function OAuthFields({ stored }: { stored: boolean }) {
  const { watch, setValue } = useFormContext()
  const provider = String(watch('auth.provider') ?? 'microsoft')
  const grant = String(watch('auth.grant') ?? 'authorization-code')
  const grants = GRANTS.filter(({ providers }) => providers.includes(provider))
  const keep = stored ? ' Leave it empty to keep the stored one.' : ''
  return (
    <>
      <SelectField
        name="auth.provider"
        label="Provider"
        options={PROVIDERS}
        onPick={(next) => {
          setValue('auth.provider', next, { shouldDirty: true })
          const fits = GRANTS.some(({ value, providers }) => value === grant && providers.includes(next))
          if (!fits) setValue('auth.grant', 'authorization-code', { shouldDirty: true })
        }}
      />
      <SelectField
        name="auth.grant"
        label="How"
        options={grants}
        hintOf={(value) => GRANTS.find((each) => each.value === value)?.hint}
      />
      <TextField
        name="auth.username"
        label="Mailbox"
        mono
        placeholder="relay@office.example"
        hint="Whose mailbox signs in. The sender of a message may be another, where the provider allows that."
      />
      {provider === 'custom' && (
        <TextField
          name="auth.issuer"
          label="Issuer"
          mono
          placeholder="https://login.provider.example"
          hint="Where its discovery document is found."
        />
      )}
      {grant === 'service-account' ? (
        <TextAreaField
          name="auth.serviceAccountKey"
          label="Key of the service account (JSON)"
          rows={5}
          placeholder='{ "type": "service_account", … }'
          hint={`The whole file that Google lets you download.${keep}`}
        />
      ) : null}
      <TextField
        name="auth.clientId"
        label="Client id"
        mono
        hint="Of your app registration; docs/oauth2.md leads through it."
      />
      {provider === 'microsoft' && (
        <TextField
          name="auth.tenant"
          label="Directory (tenant)"
          mono
          placeholder="office.example"
          hint="Its id or domain."
        />
      )}
      {grant !== 'service-account' && (
        <TextField
          name="auth.clientSecret"
          label="Client secret"
          type="password"
          hint={`${grant === 'client-credentials' ? 'Or a certificate, below.' : 'Where the registration has one; Google’s always have.'}${keep}`}
        />
      )}
      {grant === 'client-credentials' && (
        <>
          <TextAreaField
            name="auth.certificate"
            label="Certificate (PEM)"
            rows={3}
            placeholder="-----BEGIN CERTIFICATE-----"
          />
          <TextAreaField
            name="auth.privateKey"
            label="Its private key (PEM)"
            rows={3}
            placeholder="-----BEGIN PRIVATE KEY-----"
            hint={keep.trim() || undefined}
          />
        </>
      )}
      <Disclosure title="Scopes and mechanism">
        <TokensField
          name="auth.scopes"
          label="Scopes"
          emptyIsAbsent
          placeholder="as the provider asks for SMTP"
        />
        <SelectField name="auth.mechanism" label="SASL mechanism" options={MECHANISMS} />
      </Disclosure>
    </>
  )
}
