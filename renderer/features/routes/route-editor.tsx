import { zodResolver } from '@hookform/resolvers/zod'
import { PlugZap } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type Resolver, useForm } from 'react-hook-form'
import type { ConfigurationChange } from '../../../shared/contract/configuration.ts'
import { domainNameSchema } from '../../../shared/domain/primitives.ts'
import { type Route, type RouteKind, routeSchema } from '../../../shared/domain/route.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import type { Preset } from '../../../shared/presets/preset.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { ChangeEffects, saveLabel } from '../../forms/change-effects.tsx'
import { EditorForm } from '../../forms/editor-form.tsx'
import { SelectField, TextField } from '../../forms/fields.tsx'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { useEffects } from '../../forms/use-effects.ts'
import { openItem } from '../../location/location-store.ts'
import { catchAllRule, leadsNowhere } from '../../route-form/catch-all-rule.ts'
import { ProviderField } from '../../route-form/provider-field.tsx'
import {
  cleanRoute,
  editable,
  newRoute,
  type RouteInput,
  routeFromPreset,
  withoutSecrets,
} from '../../route-form/route-draft.ts'
import { RouteTestView } from '../../route-form/route-test-view.tsx'
import { useRouteTest } from '../../route-form/use-route-test.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { FormGroup } from '../../ui/form-group.tsx'
import { Switch } from '../../ui/switch.tsx'
import { notify } from '../../ui/toasts.tsx'
import { RouteFields } from './route-fields.tsx'
import { kinds } from './route-words.ts'

const validate = zodResolver(routeSchema)
const resolver: Resolver<RouteInput, unknown, Route> = (values, context, options) =>
  validate(cleanRoute(values), context, options)

/** null while what is typed is not valid. */
function changeOf(values: RouteInput, route: Route | null): ConfigurationChange | null {
  const { data } = routeSchema.safeParse(cleanRoute(values))
  return data ? { kind: 'route', name: route?.name ?? null, item: data } : null
}

/** Adds a route (without one) or changes the given one. */
export function RouteEditor({
  route,
  rules,
  notice,
}: {
  route: Route | null
  rules: readonly Rule[]
  /** Above the fields. */
  notice?: ReactNode
}) {
  const { client } = useEngine()
  const form = useForm<RouteInput, unknown, Route>({
    resolver,
    defaultValues: route ? editable(route) : newRoute('smarthost', ''),
  })
  const effects = useEffects(form, (values) => changeOf(values, route))
  const kind = form.watch('kind')
  const { test, run, cancel } = useRouteTest()
  const [domain, setDomain] = useState('')
  const [preset, setPreset] = useState<Preset | null>(null)
  const [takesAll, setTakesAll] = useState(leadsNowhere(rules))

  const save = async (item: Route) => {
    if (route) {
      await client.routes.update({ name: route.name, item })
      // The secrets that were typed are stored and must not stand here any longer.
      form.reset(editable(withoutSecrets(item)))
    } else {
      await client.routes.create({ item })
      if (takesAll) await client.rules.create({ item: catchAllRule(item.name, rules) })
    }
    notify({
      text: route
        ? t('Route “{name}” is saved. Waiting mail takes it at its next try.', { name: item.name })
        : t('Route “{name}” is added.', { name: item.name }),
    })
    // OAuth2 goes on with signing in, which the saved route offers.
    const signsInNext = item.kind === 'smarthost' && item.auth?.kind === 'oauth2'
    openItem(route || signsInNext ? item.name : null)
  }

  return (
    <EditorForm
      form={form}
      label={route ? t('Route {name}', { name: route.name }) : t('New route')}
      onSave={save}
      onCancel={() => openItem(null)}
      saveLabel={saveLabel(effects, route ? t('Save') : t('Add'))}
      notes={<ChangeEffects effects={effects} />}
      extra={
        kind !== 'capture' &&
        kind !== 'hold' && (
          <Button
            icon={<PlugZap size={13} />}
            busy={test.kind === 'running'}
            onClick={() => void form.handleSubmit((item) => run(item, domainOrNone(domain)))()}
          >
            {t('Test connection')}
          </Button>
        )
      }
    >
      {notice}
      <FormGroup title={t('Route')} untitled>
        <TextField name="name" label={t('Name')} autoFocus={!route} placeholder={t('provider')} />
        {!route && (
          <KindField
            onChange={(next) => {
              cancel()
              setPreset(null)
              form.reset(newRoute(next, form.getValues('name')))
            }}
          />
        )}
        {!route && kind === 'smarthost' && (
          <ProviderField
            preset={preset}
            onPick={(next) => {
              cancel()
              setPreset(next)
              const name = form.getValues('name')
              form.reset(next ? routeFromPreset(next, name) : newRoute('smarthost', name))
            }}
          />
        )}
      </FormGroup>
      <RouteFields
        key={`${kind} ${preset?.id ?? ''}`}
        kind={kind}
        stored={route?.kind === 'smarthost' && route.auth !== undefined}
      />
      {!route && <TakesAll checked={takesAll} onChange={setTakesAll} nowhere={leadsNowhere(rules)} />}
      {kind === 'mx' && <DomainToTry value={domain} onChange={setDomain} />}
      {test.kind !== 'idle' && <RouteTestView test={test} onClose={cancel} />}
      <UnsavedGuard form={form} />
    </EditorForm>
  )
}

function KindField({ onChange }: { onChange: (kind: RouteKind) => void }) {
  return (
    <SelectField
      name="kind"
      label={t('Kind')}
      options={kinds()}
      hintOf={(value) => kinds().find((kind) => kind.value === value)?.hint}
      onPick={(value) => onChange(value as RouteKind)}
    />
  )
}

function TakesAll({
  checked,
  onChange,
  nowhere,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  nowhere: boolean
}) {
  return (
    <FormGroup title={t('Which mail takes it')}>
      <label className="flex items-start justify-between gap-4" htmlFor="takes-all">
        <span className="flex flex-col gap-0.5">
          <span className="text-12 font-medium">{t('All mail that no other rule matches')}</span>
          <span className="text-12 text-quiet">
            {nowhere
              ? t('Adds a relay rule. Without one no mail takes this route.')
              : t('Adds a relay rule at the end. Other rules lead to a route already.')}
          </span>
        </span>
        <Switch
          id="takes-all"
          label={t('All mail that no other rule matches')}
          checked={checked}
          onChange={onChange}
        />
      </label>
    </FormGroup>
  )
}

function DomainToTry({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor="domain-to-try" className="text-12 font-medium">
        {t('Domain to try')}
      </label>
      <input
        id="domain-to-try"
        value={value}
        placeholder={t('gmail.com')}
        onChange={(event) => onChange(event.target.value)}
        className="h-7 rounded border border-line-strong bg-raised px-2 font-mono text-12 placeholder:text-faint focus:border-accent focus:outline-none"
      />
      <p className="text-12 text-quiet">{t('For the test only: whose mail server to connect to.')}</p>
    </div>
  )
}

function domainOrNone(text: string): string | undefined {
  const parsed = domainNameSchema.safeParse(text.trim())
  return text.trim() !== '' && parsed.success ? parsed.data : undefined
}
