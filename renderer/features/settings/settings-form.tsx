/** The form of one section of the settings; what the section does not show stays as it is. */
import { zodResolver } from '@hookform/resolvers/zod'
import type { ReactNode } from 'react'
import { type Resolver, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { type Settings, settingsSchema } from '../../../shared/contract/settings.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { EditorForm } from '../../forms/editor-form.tsx'
import { pruneEmpty } from '../../forms/prune-empty.ts'
import { notify } from '../../ui/toasts.tsx'

type SettingsInput = z.input<typeof settingsSchema>

const validate = zodResolver(settingsSchema)
/** An empty host name or postmaster means the default, which the contract writes as null; other empty fields are absent. */
const resolver: Resolver<SettingsInput, unknown, Settings> = (values, context, options) =>
  validate(
    {
      ...pruneEmpty(values, { required: REQUIRED }),
      hostname: values.hostname || null,
      postmaster: values.postmaster || null,
      localMail: { ...pruneEmpty(values.localMail, { required: REQUIRED }), ...separatorOf(values) },
    },
    context,
    options,
  )

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
  const save = async (values: Settings) => {
    await client.settings.update(values)
    notify({ text: 'The settings are saved.' })
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <EditorForm form={form} label={label} onSave={save} narrow>
        {children}
      </EditorForm>
    </div>
  )
}
