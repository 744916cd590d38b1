import { useFormContext } from 'react-hook-form'
import type { Settings } from '../../../shared/contract/settings.ts'
import { NumberField, SwitchField, TextField } from '../../forms/fields.tsx'
import { SwitchLine } from '../../forms/switch-line.tsx'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { SettingsForm } from './settings-form.tsx'

/** How fast clients may come, what failed sign-ins lead to, and what is checked of mail from outside. */
export function LimitsForm({ settings }: { settings: Settings }) {
  return (
    <SettingsForm settings={settings} label={t('Limits')}>
      <Rates title={t('Each client address, in a minute')} name="limits.perClient" />
      <Rates title={t('All together, in a minute')} name="limits.overall" />
      <FormGroup
        title={t('Failed sign-ins')}
        hint={t(
          'After each failure the answer comes slower; then the sign-in is locked for a time. Locked ones are listed in Accounts.',
        )}
      >
        <div className="grid grid-cols-2 gap-3">
          <NumberField name="limits.signIn.failures" label={t('Failures of one account')} />
          <NumberField name="limits.signIn.clientFailures" label={t('Failures of one address')} />
          <TextField name="limits.signIn.window" label={t('Within')} />
          <TextField name="limits.signIn.lockFor" label={t('Locked for')} />
          <TextField name="limits.signIn.maxDelay" label={t('Longest delay of an answer')} />
        </div>
      </FormGroup>
      <FormGroup title={t('Mail from outside')}>
        <SwitchField
          name="checkAuthentication"
          label={t('Check SPF, DKIM and DMARC')}
          hint={t(
            'Of mail from clients that are neither trusted nor signed in. Relay rules can ask for the results.',
          )}
        />
      </FormGroup>
      <TokenIssuer />
    </SettingsForm>
  )
}

function Rates({ title, name }: { title: string; name: string }) {
  return (
    <FormGroup title={title}>
      <div className="grid grid-cols-3 gap-3">
        <NumberField
          name={`${name}.connectionsPerMinute`}
          label={t('Connections')}
          placeholder={t('no limit')}
        />
        <NumberField name={`${name}.messagesPerMinute`} label={t('Messages')} placeholder={t('no limit')} />
        <NumberField
          name={`${name}.recipientsPerMinute`}
          label={t('Recipients')}
          placeholder={t('no limit')}
        />
      </div>
    </FormGroup>
  )
}

/** Accounts may sign in with tokens of an own identity provider: there or absent as a whole. */
function TokenIssuer() {
  const { watch, setValue } = useFormContext()
  const on = Boolean(watch('tokenIssuer'))
  return (
    <FormGroup title={t('Sign-in with tokens')}>
      <div data-field="tokenIssuer">
        <SwitchLine
          label={t('Accept tokens')}
          hint={t(
            'Programs may sign in to listeners with OAuth2 tokens (XOAUTH2, OAUTHBEARER) of your identity provider, for accounts that exist here.',
          )}
          checked={on}
          onChange={(next) =>
            setValue('tokenIssuer', next ? { issuer: '', audience: '', usernameClaim: 'email' } : null, {
              shouldDirty: true,
            })
          }
        />
      </div>
      {on && (
        <>
          <TextField
            name="tokenIssuer.issuer"
            label={t('Issuer')}
            mono
            placeholder="https://login.office.example"
          />
          <TextField
            name="tokenIssuer.audience"
            label={t('Audience')}
            mono
            hint={t('What aud of a token must be.')}
          />
          <TextField name="tokenIssuer.usernameClaim" label={t('Claim with the user name')} mono />
        </>
      )}
    </FormGroup>
  )
}
