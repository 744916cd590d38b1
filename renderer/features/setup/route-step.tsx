import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { FormProvider, type Resolver, useForm } from 'react-hook-form'
import { type Route, routeSchema } from '../../../shared/domain/route.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import type { Preset } from '../../../shared/presets/preset.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { NumberField, TextField } from '../../forms/fields.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { useLive } from '../../live/live-store.ts'
import { hrefOf } from '../../location/location-store.ts'
import { catchAllRule, leadsNowhere, restRule } from '../../route-form/catch-all-rule.ts'
import { ProviderField } from '../../route-form/provider-field.tsx'
import { cleanRoute, newRoute, type RouteInput, routeFromPreset } from '../../route-form/route-draft.ts'
import { RouteTestView } from '../../route-form/route-test-view.tsx'
import { SignInFields } from '../../route-form/sign-in-fields.tsx'
import { SignInState } from '../../route-form/sign-in-state.tsx'
import { useRouteTest } from '../../route-form/use-route-test.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'

type Way = 'smarthost' | 'mx' | 'capture'

const validate = zodResolver(routeSchema)
const resolver: Resolver<RouteInput, unknown, Route> = (values, context, options) =>
  validate(cleanRoute(values), context, options)

const NAMES: Readonly<Record<Way, string>> = { smarthost: 'provider', mx: 'direct', capture: 'test' }

/** By a provider or an own server, straight to the recipients, or nowhere, to look at it. */
export function RouteStep({ onDone }: { onDone: () => void }) {
  const { api, client } = useEngine()
  const routes = useQuery(api.routes.list.queryOptions())
  const [way, setWay] = useState<Way>('smarthost')
  const [preset, setPreset] = useState<Preset | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waitsFor, setWaitsFor] = useState<string | null>(null)
  const { test, run, cancel } = useRouteTest()
  const rules = useQuery(api.rules.list.queryOptions())
  const taken = routes.data?.map((route) => route.name) ?? []
  const form = useForm<RouteInput, unknown, Route>({ resolver, defaultValues: newRoute(way, NAMES[way]) })
  // The routes are known a moment after the first picture.
  useEffect(() => {
    const free = freeName(form.getValues('name'), taken)
    if (!form.formState.dirtyFields.name && free !== form.getValues('name'))
      form.resetField('name', { defaultValue: free })
  })
  const name = form.watch('name')

  const save = async (item: Route) => {
    setProblem(null)
    try {
      await client.routes.create({ item })
      const rules = await client.rules.list()
      const rest = restRule(rules)
      if (leadsNowhere(rules)) await client.rules.create({ item: catchAllRule(item.name, rules) })
      else if (rest)
        await client.rules.update({
          name: rest.name,
          item: { ...rest, action: { kind: 'route', route: item.name } },
        })
      if (item.kind === 'smarthost' && item.auth?.kind === 'oauth2') setWaitsFor(item.name)
      else onDone()
    } catch (error) {
      setProblem(problemText(error))
    }
  }
  if (waitsFor !== null) return <SignInNow route={waitsFor} onDone={onDone} />
  return (
    <FormProvider {...form}>
      <form
        noValidate
        aria-label={t('Where mail goes')}
        className="flex flex-col gap-4"
        onSubmit={(event) => void form.handleSubmit(save)(event)}
      >
        {(routes.data?.length ?? 0) > 0 && (
          <Notice tone="plain">
            <p>{t('There is a route already. This adds another one; skip the step to keep it as it is.')}</p>
            <p className="mt-1.5 flex flex-wrap gap-2">
              {routes.data?.map((route) => (
                <LinkButton key={route.name} href={hrefOf('routes', { item: route.name })}>
                  {t('Change the route “{name}”', { name: route.name })}
                </LinkButton>
              ))}
            </p>
          </Notice>
        )}
        <Segmented
          label={t('Way of the mail')}
          value={way}
          segments={[
            { value: 'smarthost', label: t('Provider or own server') },
            { value: 'mx', label: t('Straight to the recipients') },
            { value: 'capture', label: t('Nowhere: keep it to look at') },
          ]}
          onChange={(next) => {
            cancel()
            setWay(next)
            setPreset(null)
            form.reset(newRoute(next, NAMES[next]))
          }}
        />
        {way === 'smarthost' && (
          <>
            <ProviderField
              preset={preset}
              onPick={(next) => {
                cancel()
                setPreset(next)
                form.reset(next ? routeFromPreset(next, next.id) : newRoute('smarthost', NAMES.smarthost))
              }}
            />
            <div className="grid grid-cols-[minmax(0,1fr)_6rem] gap-3">
              <TextField name="host" label={t('Host')} mono placeholder={t('smtp.provider.example')} />
              <NumberField name="port" label={t('Port')} />
            </div>
            <SignInFields key={preset?.id ?? ''} stored={false} />
          </>
        )}
        {way === 'mx' && <MxWarning />}
        {way === 'capture' && (
          <Notice tone="plain">
            {t('Mail is accepted, kept in the queue to look at, and never leaves. For trying things out.')}
          </Notice>
        )}
        <TextField name="name" label={t('Name of the route')} />
        <Section top title={t('What this step will do')}>
          <ul className="flex list-disc flex-col gap-1 pl-4">
            <li>{t('Adds the route “{name}”.', { name })}</li>
            <li>{ruleText(rules.data ?? [], name)}</li>
          </ul>
          {problem && <Notice tone="bad">{problem}</Notice>}
          {test.kind !== 'idle' && <RouteTestView test={test} onClose={cancel} />}
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" busy={form.formState.isSubmitting}>
              {t('Apply and go on')}
            </Button>
            {way === 'smarthost' && (
              <Button
                busy={test.kind === 'running'}
                onClick={() => void form.handleSubmit((item) => run(item, undefined))()}
              >
                {t('Test connection')}
              </Button>
            )}
            <Button look="quiet" onClick={onDone}>
              {t('Skip this step')}
            </Button>
          </div>
        </Section>
      </form>
    </FormProvider>
  )
}

/** What applying does with the rules, so that the new route gets the mail that no other rule takes. */
function ruleText(rules: readonly Rule[], route: string): string {
  if (leadsNowhere(rules)) return t('Adds a relay rule that sends all mail by it.')
  const rest = restRule(rules)
  if (rest === null)
    return t('The relay rules stay as they are: add one for the mail that is to take this route.')
  return t('Changes the relay rule “{rule}”: it sends mail by “{route}” instead of “{before}”.', {
    rule: rest.name,
    route,
    before: rest.action.route,
  })
}

function freeName(wished: string, taken: readonly string[]): string {
  if (!taken.includes(wished)) return wished
  const numbers = taken.map((_, index) => `${wished}-${index + 2}`)
  return numbers.find((name) => !taken.includes(name)) ?? wished
}

function MxWarning() {
  return (
    <Notice tone="warn">
      <p className="font-medium">
        {t('Straight delivery works only from a connection that is made for it:')}
      </p>
      <ul className="flex list-disc flex-col gap-1 pl-4">
        <li>{t('Most Internet providers block port 25 outwards; ask yours.')}</li>
        <li>{t('From a dynamic address nearly everything is refused or filed as spam.')}</li>
        <li>
          {t('The address needs a reverse DNS name (PTR) that leads back to it, and your domain SPF for it.')}
        </li>
      </ul>
      <p>{t('Unless you know that all three are so, use a provider.')}</p>
    </Notice>
  )
}

function SignInNow({ route, onDone }: { route: string; onDone: () => void }) {
  const status = useLive((state) => state.status?.routes.find(({ name }) => name === route)?.signIn ?? null)
  return (
    <div className="flex flex-col gap-4">
      <p>{t('The route “{route}” is there. Sign in, so that mail can leave.', { route })}</p>
      {status && <SignInState route={route} status={status} />}
      <Button
        look={status?.state === 'signed-in' ? 'primary' : 'plain'}
        className="self-start"
        onClick={onDone}
      >
        {status?.state === 'signed-in' ? t('Go on') : t('Sign in later')}
      </Button>
    </div>
  )
}
