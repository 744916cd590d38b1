import { zodResolver } from '@hookform/resolvers/zod'
import type { ReactNode } from 'react'
import { type Resolver, useForm } from 'react-hook-form'
import type { ConfigurationChange } from '../../../shared/contract/configuration.ts'
import { type Rule, ruleSchema } from '../../../shared/domain/rule.ts'
import { ChangeEffects, saveLabel } from '../../forms/change-effects.tsx'
import { EditorForm } from '../../forms/editor-form.tsx'
import { SwitchField, TextField } from '../../forms/fields.tsx'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { useEffects } from '../../forms/use-effects.ts'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { ActionFields } from './action-fields.tsx'
import { ChangeFields } from './change-fields.tsx'
import { ConditionFields } from './condition-fields.tsx'
import { cleanRule, newRule, type RuleInput } from './rule-draft.ts'

const validate = zodResolver(ruleSchema)
const resolver: Resolver<RuleInput, unknown, Rule> = (values, context, options) =>
  validate(cleanRule(values), context, options)

/** null while what is typed is not valid. */
function changeOf(values: RuleInput, rule: Rule | null): ConfigurationChange | null {
  const { data } = ruleSchema.safeParse(cleanRule(values))
  return data ? { kind: 'rule', name: rule?.name ?? null, item: data } : null
}

export interface RuleEditorProps {
  rule: Rule | null
  routes: readonly string[]
  /** How often it matched, above the fields. */
  use: ReactNode
  onSave: (rule: Rule) => Promise<void>
  onCancel: () => void
}

export function RuleEditor({ rule, routes, use, onSave, onCancel }: RuleEditorProps) {
  const form = useForm<RuleInput, unknown, Rule>({ resolver, defaultValues: rule ?? newRule(routes[0]) })
  const effects = useEffects(form, (values) => changeOf(values, rule))
  return (
    <EditorForm
      form={form}
      label={rule ? t('Relay rule {name}', { name: rule.name }) : t('New relay rule')}
      onSave={onSave}
      onCancel={onCancel}
      saveLabel={saveLabel(effects, rule ? t('Save') : t('Add'))}
      notes={<ChangeEffects effects={effects} />}
    >
      {use}
      <FormGroup title={t('Rule')} untitled>
        <TextField name="name" label={t('Name')} autoFocus={!rule} placeholder={t('Mail to colleagues')} />
        {rule && <SwitchField name="enabled" label={t('Enabled')} />}
      </FormGroup>
      <ConditionFields part="match" />
      <ConditionFields part="except" />
      <ChangeFields />
      <ActionFields routes={routes} />
      <UnsavedGuard form={form} />
    </EditorForm>
  )
}
