/** How a smart host lets us in: nothing, a password, or OAuth2. */

import { useFormContext } from 'react-hook-form'
import type { OAuthGrant } from '../../shared/domain/oauth.ts'
import { SelectField, TextAreaField, TextField, TokensField } from '../forms/fields.tsx'
import { t } from '../text/t.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { FormGroup } from '../ui/form-group.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { type AuthKind, newAuth } from './route-draft.ts'

const kinds = (): ReadonlyArray<{ value: AuthKind; label: string }> => [
  {
    value: 'none',
    label: t('None'),
  },
  {
    value: 'password',
    label: t('Password'),
  },
  {
    value: 'oauth2',
    label: t('OAuth2'),
  },
]

const providers = () => [
  {
    value: 'microsoft',
    label: t('Microsoft 365'),
  },
  {
    value: 'google',
    label: t('Google'),
  },
  {
    value: 'custom',
    label: t('Another provider'),
  },
]

const grants = (): ReadonlyArray<{
  value: OAuthGrant
  label: string
  hint: string
  providers: readonly string[]
}> => [
  {
    value: 'authorization-code',
    label: t('In the browser of this computer'),
    hint: t('You sign in once; Mailroom renews it from then on.'),
    providers: ['microsoft', 'google', 'custom'],
  },
  {
    value: 'device-code',
    label: t('With a code, on any device'),
    hint: t('For a computer without a screen: the code is entered in a browser elsewhere.'),
    providers: ['microsoft', 'google', 'custom'],
  },
  {
    value: 'client-credentials',
    label: t('As an application'),
    hint: t('Nobody signs in: the app registration has the right itself, by a secret or a certificate.'),
    providers: ['microsoft', 'custom'],
  },
  {
    value: 'service-account',
    label: t('As a Google service account'),
    hint: t('With domain-wide delegation: it acts for the mailbox below.'),
    providers: ['google'],
  },
]

const mechanisms = () => [
  {
    value: '',
    label: t('What the server offers'),
  },
  {
    value: 'XOAUTH2',
    label: t('XOAUTH2'),
  },
  {
    value: 'OAUTHBEARER',
    label: t('OAUTHBEARER'),
  },
]

/** `stored`: there are secrets already, and empty fields keep them. */
export function SignInFields({ stored }: { stored: boolean }) {
  const { watch, setValue } = useFormContext()
  const kind = (watch('auth')?.kind ?? 'none') as AuthKind
  return (
    <FormGroup
      title={t('Sign-in')}
      aside={
        <Segmented
          label={t('Kind of sign-in')}
          segments={kinds()}
          value={kind}
          onChange={(next) => next !== kind && setValue('auth', newAuth(next), { shouldDirty: true })}
        />
      }
    >
      {kind === 'none' && (
        <p className="text-12 text-quiet">
          {t('The server takes mail from here by the address of this network.')}
        </p>
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
        label={t('User name')}
        hint={t('Leave both empty where the server wants none.')}
      />
      <TextField
        name="auth.password"
        label={t('Password')}
        type="password"
        hint={stored ? t('Leave it empty to keep the stored one.') : undefined}
      />
    </>
  )
}

function OAuthFields({ stored }: { stored: boolean }) {
  const { watch, setValue } = useFormContext()
  const provider = String(watch('auth.provider') ?? 'microsoft')
  const grant = String(watch('auth.grant') ?? 'authorization-code')
  const offered = grants().filter(({ providers }) => providers.includes(provider))
  const keep = stored ? ` ${t('Leave it empty to keep the stored one.')}` : ''
  return (
    <>
      <SelectField
        name="auth.provider"
        label={t('Provider')}
        options={providers()}
        onPick={(next) => {
          setValue('auth.provider', next, { shouldDirty: true })
          const fits = grants().some(({ value, providers }) => value === grant && providers.includes(next))
          if (!fits) setValue('auth.grant', 'authorization-code', { shouldDirty: true })
        }}
      />
      <SelectField
        name="auth.grant"
        label={t('How')}
        options={offered}
        hintOf={(value) => grants().find((each) => each.value === value)?.hint}
      />
      <TextField
        name="auth.username"
        label={t('Mailbox')}
        mono
        placeholder="relay@office.example"
        hint={t(
          'Whose mailbox signs in. The sender of a message may be another, where the provider allows that.',
        )}
      />
      {provider === 'custom' && (
        <TextField
          name="auth.issuer"
          label={t('Issuer')}
          mono
          placeholder="https://login.provider.example"
          hint={t('Where its discovery document is found.')}
        />
      )}
      {grant === 'service-account' ? (
        <TextAreaField
          name="auth.serviceAccountKey"
          label={t('Key of the service account (JSON)')}
          rows={5}
          placeholder={t('{ "type": "service_account", … }')}
          hint={`${t('The whole file that Google lets you download.')}${keep}`}
        />
      ) : null}
      <TextField
        name="auth.clientId"
        label={t('Client id')}
        mono
        hint={t('Of your app registration; docs/oauth2.md leads through it.')}
      />
      {provider === 'microsoft' && (
        <TextField
          name="auth.tenant"
          label={t('Directory (tenant)')}
          mono
          placeholder={t('office.example')}
          hint={t('Its id or domain.')}
        />
      )}
      {grant !== 'service-account' && (
        <TextField
          name="auth.clientSecret"
          label={t('Client secret')}
          type="password"
          hint={`${grant === 'client-credentials' ? t('Or a certificate, below.') : t('Where the registration has one; Google’s always have.')}${keep}`}
        />
      )}
      {grant === 'client-credentials' && (
        <>
          <TextAreaField
            name="auth.certificate"
            label={t('Certificate (PEM)')}
            rows={3}
            placeholder={t('-----BEGIN CERTIFICATE-----')}
          />
          <TextAreaField
            name="auth.privateKey"
            label={t('Its private key (PEM)')}
            rows={3}
            placeholder={t('-----BEGIN PRIVATE KEY-----')}
            hint={keep.trim() || undefined}
          />
        </>
      )}
      <Disclosure title={t('Scopes and mechanism')}>
        <TokensField
          name="auth.scopes"
          label={t('Scopes')}
          emptyIsAbsent
          placeholder={t('as the provider asks for SMTP')}
        />
        <SelectField name="auth.mechanism" label={t('SASL mechanism')} options={mechanisms()} />
      </Disclosure>
    </>
  )
}
