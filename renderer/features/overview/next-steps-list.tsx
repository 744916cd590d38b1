import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleDashed } from 'lucide-react'
import type { Status } from '../../../shared/contract/system.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { classNames } from '../../ui/class-names.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Section } from '../../ui/section.tsx'
import { nextSteps } from './next-steps.ts'

/** Shown until all of it is done. */
export function NextSteps({ status }: { status: Status }) {
  const { api } = useEngine()
  const accounts = useQuery(api.accounts.list.queryOptions())
  if (!accounts.data) return null
  const steps = nextSteps(status, accounts.data.length)
  const next = steps.findIndex((step) => !step.done)
  if (next < 0) return null
  return (
    <Section title="Next steps">
      <ol className="flex flex-col divide-y divide-line overflow-hidden rounded border border-line bg-raised">
        {steps.map((step, index) => (
          <li key={step.title} className="flex items-center gap-3 px-3.5 py-2.5">
            {step.done ? (
              <CircleCheck size={16} className="shrink-0 text-ok" aria-label="Done" />
            ) : (
              <CircleDashed size={16} className="shrink-0 text-faint" aria-label="To do" />
            )}
            <div className="min-w-0 flex-1">
              <p className={classNames('font-medium', step.done && 'text-quiet')}>{step.title}</p>
              {!step.done && <p className="text-quiet">{step.text}</p>}
            </div>
            {!step.done && step.action && (
              <LinkButton href={step.action.href} look={index === next ? 'primary' : 'plain'}>
                {step.action.label}
              </LinkButton>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
