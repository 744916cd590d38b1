/** The form of one section of the settings; what the section does not show stays as it is. */
import { zodResolver } from '@hookform/resolvers/zod'
import type { ReactNode } from 'react'
import { type Resolver, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { ConfigurationChange } from '../../../shared/contract/configuration.ts'
import { type Settings, settingsSchema } from '../../../shared/contract/settings.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { ChangeEffects, saveLabel } from '../../forms/change-effects.tsx'
import { EditorForm } from '../../forms/editor-form.tsx'
import { isChanged } from '../../forms/is-changed.ts'
import { pruneEmpty } from '../../forms/prune-empty.ts'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { useEffects } from '../../forms/use-effects.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { notify } from '../../ui/toasts.tsx'

type SettingsInput = z.input<typeof settingsSchema>

const validate = zodResolver(settingsSchema)
const resolver: Resolver<SettingsInput, unknown, Settings> = (values, context, options) =>
  validate(given(values), context, options)

/** An empty host name or postmaster means the default, which the contract writes as null; other empty fields are absent. */
function given(values: SettingsInput): SettingsInput {
  return {
    ...pruneEmpty(values, { required: REQUIRED }),
    hostname: values.hostname || null,
    postmaster: values.postmaster || null,
    localMail: { ...pruneEmpty(values.localMail, { required: REQUIRED }), ...separatorOf(values) },
  }
}

function changeOf(values: SettingsInput): ConfigurationChange | null {
  const parsed = settingsSchema.safeParse(given(values))
  return parsed.success ? { kind: 'settings', settings: parsed.data } : null
}

/** Texts whose emptiness the schema names, at their field. */
const REQUIRED = ['address', 'domain', 'to', 'issuer', 'audience', 'usernameClaim', 'expireAfter', 'history']

/** '' is one of its values: no sub-addressing. */
function separatorOf({ localMail }: SettingsInput) {
  return { subaddressSeparator: localMail?.subaddressSeparator ?? '+' }
}

export function SettingsForm({
  settings,
  label,
  children,
}: {
  settings: Settings
  label: string
  children: ReactNode
}) {
  const { client } = useEngine()
  const form = useForm<SettingsInput, unknown, Settings>({ resolver, defaultValues: settings })
  const effects = useEffects(form, changeOf)
  const { isDirty } = form.formState
  const hasChanges = isDirty && isChanged(form)
  const save = async (values: Settings) => {
    await client.settings.update(values)
    notify({ text: t('The settings are saved.') })
    form.reset(values)
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <EditorForm
        form={form}
        label={label}
        onSave={save}
        narrow
        atRest={!hasChanges}
        saveLabel={saveLabel(effects, t('Save'))}
        notes={<ChangeEffects effects={effects} />}
        extra={hasChanges && <Button onClick={() => form.reset()}>{t('Discard changes')}</Button>}
      >
        {children}
      </EditorForm>
      <UnsavedGuard form={form} />
    </div>
  )
}
