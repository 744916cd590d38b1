import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleDashed } from 'lucide-react'
import type { Status } from '../../../shared/contract/system.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Section } from '../../ui/section.tsx'
import { nextSteps } from './next-steps.ts'

/** Shown until all of it is done. */
export function NextSteps({ status }: { status: Status }) {
  const { api } = useEngine()
  const accounts = useQuery(api.accounts.list.queryOptions())
  const networks = useQuery(api.networks.list.queryOptions())
  if (!accounts.data || !networks.data) return null
  const steps = nextSteps(status, accounts.data.length + networks.data.length)
  const next = steps.findIndex((step) => !step.done)
  if (next < 0) return null
  return (
    <Section
      top
      title={t('Next steps')}
      aside={
        // Who has done some of it by hand goes on by hand.
        next === 0 ? undefined : (
          <a href="#/setup" className="text-12 text-accent underline-offset-2 hover:underline">
            {t('Open the guided start')}
          </a>
        )
      }
    >
      {next === 0 && <GuidedStart />}
      <ol className="flex flex-col divide-y divide-line overflow-hidden rounded border border-line bg-raised">
        {steps.map((step, index) => (
          <li key={step.title} className="flex items-center gap-3 px-3.5 py-2.5">
            {step.done ? (
              <CircleCheck size={16} className="shrink-0 text-ok" aria-label={t('Done')} />
            ) : (
              <CircleDashed size={16} className="shrink-0 text-faint" aria-label={t('To do')} />
            )}
            <div className="min-w-0 flex-1">
              <p className={classNames('font-medium', step.done && 'text-quiet')}>{step.title}</p>
              {!step.done && <p className="text-quiet">{step.text}</p>}
            </div>
            {!step.done && step.action && (
              <LinkButton href={step.action.href} look={index === next && next > 0 ? 'primary' : 'plain'}>
                {step.action.label}
              </LinkButton>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** The shortest way from nothing to a message that arrives. */
function GuidedStart() {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded border border-line bg-raised px-3.5 py-3.5">
      <div className="min-w-0 flex-1 basis-80">
        <p className="text-15 font-medium">{t('A few questions, and mail flows')}</p>
        <p className="max-w-[90ch] text-quiet">
          {t(
            'Who you are, who sends, where mail goes, and a test message whose way you watch. It can be left and taken up again at any time.',
          )}
        </p>
      </div>
      <LinkButton href="#/setup" look="primary">
        {t('Begin the guided start')}
      </LinkButton>
    </div>
  )
}
