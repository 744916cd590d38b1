import type { SetupProgress } from '../../../shared/contract/setup.ts'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import type { SetupFacts } from './device-choice.ts'
import { RouteStep } from './route-step.tsx'
import { SendersStep } from './senders-step.tsx'
import { TestStep } from './test-step.tsx'
import { useSetupProgress } from './use-setup-progress.ts'
import { YouStep } from './you-step.tsx'

type Step = SetupProgress['step']

const STEPS: ReadonlyArray<{ readonly step: Step; readonly title: () => string }> = [
  { step: 'you', title: () => t('Who you are') },
  { step: 'senders', title: () => t('Who will send') },
  { step: 'route', title: () => t('Where mail goes') },
  { step: 'test', title: () => t('A test message') },
]

/** Four steps from nothing to a message that arrives; each can be skipped, and it can be left at any time. */
export function GuidedStart({ facts }: { facts: SetupFacts }) {
  const { progress, error, again, keep, leave } = useSetupProgress()
  if (error) return <ProblemState text={problemText(error)} onRetry={again} />
  if (!progress) return <LoadingBar />
  const { step, answers } = progress
  const goToStep = (next: Step, more: SetupProgress['answers'] = {}) =>
    keep({ state: 'under-way', step: next, answers: { ...answers, ...more } })
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <div className="flex flex-col gap-3">
        <p className="text-quiet">
          {t(
            'Nothing changes before a step says what it will do. Leave it at any time and take it up again here.',
          )}
        </p>
        <StepList current={step} onGo={(next) => goToStep(next)} />
      </div>
      {step === 'you' && (
        <YouStep facts={facts} answers={answers} onDone={(more) => goToStep('senders', more)} />
      )}
      {step === 'senders' && <SendersStep facts={facts} answers={answers} onDone={() => goToStep('route')} />}
      {step === 'route' && <RouteStep onDone={() => goToStep('test')} />}
      {step === 'test' && <TestStep facts={facts} onDone={() => leave('done')} />}
    </div>
  )
}

function StepList({ current, onGo }: { current: Step; onGo: (step: Step) => void }) {
  return (
    <nav aria-label={t('Steps')}>
      <ol className="flex flex-wrap gap-1">
        {STEPS.map(({ step, title }, index) => (
          <li key={step}>
            <button
              type="button"
              aria-current={step === current ? 'step' : undefined}
              onClick={() => onGo(step)}
              className={classNames(
                'flex h-7 cursor-default items-center gap-2 rounded px-2.5 transition-colors',
                step === current ? 'bg-selected font-medium' : 'text-quiet hover:bg-hover hover:text-text',
              )}
            >
              <span aria-hidden="true" className="tabular-nums">
                {index + 1}
              </span>
              {title()}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
