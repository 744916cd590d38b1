import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import type { DkimKeyView } from '../../../shared/contract/dkim.ts'
import { dkimAlgorithmSchema, selectorSchema } from '../../../shared/domain/dkim.ts'
import { domainNameSchema } from '../../../shared/domain/primitives.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { EditorForm } from '../../forms/editor-form.tsx'
import { SelectField, TextField } from '../../forms/fields.tsx'
import { openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { Inspector } from '../../ui/inspector.tsx'

const newKeySchema = z.object({
  domain: domainNameSchema,
  selector: z.string().refine((text) => selectorSchema.safeParse(text).success, {
    error: () => t('Letters, digits, hyphens and dots, at most 63 of them.'),
  }),
  algorithm: dkimAlgorithmSchema,
})
type NewKey = z.infer<typeof newKeySchema>

const algorithms = () => [
  { value: 'rsa-2048', label: t('RSA 2048: every receiver knows it') },
  { value: 'ed25519', label: t('Ed25519: shorter; best beside an RSA key') },
]

export function NewDkimKey({ onMade }: { onMade: (key: DkimKeyView) => void }) {
  const { client } = useEngine()
  const form = useForm<NewKey>({
    resolver: zodResolver(newKeySchema),
    defaultValues: { domain: '', selector: `m${new Date().getFullYear()}`, algorithm: 'rsa-2048' },
  })
  return (
    <Inspector kind={t('DKIM key')} title={t('New DKIM key')} onClose={() => openItem(null)}>
      <EditorForm
        form={form}
        label={t('New DKIM key')}
        saveLabel={t('Make key')}
        onSave={async (values) => onMade(await client.dkim.generate(values))}
        onCancel={() => openItem(null)}
      >
        <FormGroup title={t('Key')} untitled>
          <TextField
            name="domain"
            label={t('Domain')}
            autoFocus
            mono
            placeholder={t('office.example')}
            hint={t('That of the From addresses it signs.')}
          />
          <TextField
            name="selector"
            label={t('Selector')}
            mono
            hint={t('Tells keys of a domain apart. A new key takes a new one.')}
          />
          <SelectField name="algorithm" label={t('Algorithm')} options={algorithms()} />
        </FormGroup>
      </EditorForm>
    </Inspector>
  )
}
