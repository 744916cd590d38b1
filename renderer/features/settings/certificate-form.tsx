import { zodResolver } from '@hookform/resolvers/zod'
import { type Resolver, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { ConfigurationChange } from '../../../shared/contract/configuration.ts'
import { type CertificateConfig, certificateSchema } from '../../../shared/domain/config.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { ChangeEffects, saveLabel } from '../../forms/change-effects.tsx'
import { EditorForm } from '../../forms/editor-form.tsx'
import { SelectField, TextAreaField, TextField } from '../../forms/fields.tsx'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { useEffects } from '../../forms/use-effects.ts'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { notify } from '../../ui/toasts.tsx'

type CertificateInput = z.input<typeof certificateSchema>

const validate = zodResolver(certificateSchema)
const resolver: Resolver<CertificateInput, unknown, CertificateConfig> = (values, context, options) =>
  validate(given(values), context, options)

const kinds = () => [
  { value: 'generated', label: t('Mailroom’s own') },
  { value: 'pem', label: t('My own, as PEM') },
  { value: 'pfx', label: t('My own, as PFX (PKCS #12)') },
]

const NEW: Readonly<Record<CertificateConfig['kind'], CertificateInput>> = {
  generated: { kind: 'generated' },
  pem: { kind: 'pem', certificate: '' },
  pfx: { kind: 'pfx', path: '' },
}

export function CertificateForm({ config }: { config: CertificateConfig }) {
  const { client } = useEngine()
  const form = useForm<CertificateInput, unknown, CertificateConfig>({ resolver, defaultValues: config })
  const kind = form.watch('kind')
  const effects = useEffects(form, changeOf)
  const save = async (values: CertificateConfig) => {
    await client.settings.setCertificate(values)
    notify({ text: t('The certificate is in use for new connections.') })
  }
  return (
    <EditorForm
      form={form}
      label={t('Certificate')}
      onSave={save}
      narrow
      saveLabel={saveLabel(effects, t('Save'))}
      notes={<ChangeEffects effects={effects} />}
    >
      <FormGroup title={t('Which certificate')}>
        <SelectField
          name="kind"
          label={t('Certificate')}
          options={kinds()}
          hint={kind === 'generated' ? t('Made at the first start and renewed by itself.') : undefined}
          onPick={(next) =>
            form.reset(next === config.kind ? config : NEW[next as CertificateConfig['kind']], {
              keepDefaultValues: true,
            })
          }
        />
        {kind === 'pem' && (
          <>
            <TextAreaField
              name="certificate"
              label={t('Certificate with its chain')}
              placeholder={t('-----BEGIN CERTIFICATE-----')}
              hint={t('The PEM text, or the path of a file with it.')}
            />
            <TextAreaField
              name="key"
              label={t('Private key')}
              placeholder={t('-----BEGIN PRIVATE KEY-----')}
              hint={
                config.kind === 'pem'
                  ? t('Leave it empty to keep the stored one.')
                  : t('It is sealed, and never shown again.')
              }
            />
          </>
        )}
        {kind === 'pfx' && <TextField name="path" label={t('File')} mono placeholder="/etc/ssl/mail.pfx" />}
        {kind !== 'generated' && (
          <TextField
            name="passphrase"
            label={t('Passphrase')}
            type="password"
            hint={t('Leave it empty where there is none.')}
          />
        )}
      </FormGroup>
      <UnsavedGuard form={form} />
    </EditorForm>
  )
}

function changeOf(values: CertificateInput): ConfigurationChange | null {
  const parsed = certificateSchema.safeParse(given(values))
  return parsed.success ? { kind: 'certificate', certificate: parsed.data } : null
}

/** An empty key keeps the stored one; an empty passphrase is none. */
function given(values: CertificateInput): CertificateInput {
  const optional = ['key', 'passphrase']
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !(optional.includes(name) && !value)),
  ) as CertificateInput
}
