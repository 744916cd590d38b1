import { useEffect, useRef } from 'react'
import type { RuleVerdictView, SimulatedRecipient, Simulation } from '../../../shared/contract/rules.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { hrefOf } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Light } from '../../ui/light.tsx'
import { Section } from '../../ui/section.tsx'
import { conditions } from './conditions.ts'

/** The engine's answer: who the client is, what it may, and what becomes of each recipient. */
export function SimulationView({ simulation }: { simulation: Simulation }) {
  const start = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Newer browsers answer with a promise, which must not become the effect's clean-up.
    void start.current?.scrollIntoView({ block: 'start' })
  }, [])
  return (
    <div
      ref={start}
      role="status"
      className="flex scroll-mt-1 flex-col gap-4 border-line border-t pt-4 first:border-t-0 first:pt-0"
    >
      <Section title={t('Accepted?')}>
        <Facts
          facts={[
            { label: t('Client'), value: simulation.client },
            { label: t('Sender'), value: <Answer {...simulation.sender} /> },
            ...simulation.limits.map(({ text, reached }) => ({
              label: t('Limit'),
              value: reached ? <span className="text-warn">{text}</span> : text,
            })),
          ]}
        />
      </Section>
      {simulation.recipients.map((recipient) => (
        <div key={`${recipient.recipient} ${recipient.expandedTo}`} className="border-line border-t pt-4">
          <OfRecipient recipient={recipient} />
        </div>
      ))}
    </div>
  )
}

function OfRecipient({ recipient }: { recipient: SimulatedRecipient }) {
  const { admission, decision, envelope, changes, verdicts } = recipient
  const deciding = verdicts.find(({ rule }) => rule === decision.rule)
  return (
    <Section title={recipient.recipient}>
      <Facts
        facts={[
          ...(recipient.expandedTo === recipient.recipient
            ? []
            : [{ label: t('Stands for'), value: <Mono text={recipient.expandedTo} /> }]),
          { label: t('Recipient'), value: <Answer {...admission} /> },
          {
            label: admission.accepted ? t('Then') : t('Otherwise'),
            value: (
              <span className="flex flex-col gap-0.5">
                <span className="font-medium">{decision.text}</span>
                {decision.rule && (
                  <span className="text-12 text-quiet">
                    {t('by the rule')}{' '}
                    <a
                      href={hrefOf('rules', { item: decision.rule })}
                      className="text-accent hover:underline"
                    >
                      {decision.rule}
                    </a>
                  </span>
                )}
              </span>
            ),
          },
          ...changes.map(({ rule, text }) => ({
            label: t('Changed'),
            value: (
              <span className="flex flex-col gap-0.5">
                {text}
                <span className="text-12 text-quiet">{t('by the rule {rule}', { rule })}</span>
              </span>
            ),
          })),
          {
            label: t('Envelope'),
            value: (
              <span className="flex flex-col">
                <Mono text={`from <${envelope.sender}>`} />
                <Mono text={`to <${envelope.recipient}>`} />
              </span>
            ),
          },
        ]}
      />
      <Disclosure
        inner
        title={t('Rule by rule')}
        hint={deciding ? t('{count} looked at', { count: verdicts.length }) : t('none decides')}
      >
        <ol className="flex flex-col gap-1.5">
          {verdicts.map((verdict) => (
            <li key={verdict.rule} className="flex min-w-0 items-baseline justify-between gap-3">
              <span className="min-w-0 truncate" title={verdict.rule}>
                {verdict.rule}
              </span>
              <Verdict verdict={verdict} />
            </li>
          ))}
        </ol>
      </Disclosure>
    </Section>
  )
}

function Verdict({ verdict }: { verdict: RuleVerdictView }) {
  const { kind } = verdict
  if (kind === 'matches') return <Badge tone="ok">{t('Matches')}</Badge>
  return <span className="shrink-0 text-12 text-quiet">{verdictText(verdict)}</span>
}

function verdictText({ kind, condition }: RuleVerdictView): string {
  const label =
    conditions()
      .find(({ key }) => key === condition)
      ?.label.toLowerCase() ?? condition
  switch (kind) {
    case 'matches':
      return 'matches'
    case 'differs':
      return label ? `differs: ${label}` : 'differs'
    case 'unknown':
      return label ? `cannot tell: ${label}` : 'cannot tell'
    case 'excepted':
      return 'excepted'
    case 'disabled':
      return 'disabled'
    case 'not-reached':
      return 'not reached'
    default:
      return assertNever(kind)
  }
}

function Answer({ accepted, text }: { accepted: boolean; text: string }) {
  return (
    <span className="flex min-w-0 items-start gap-2">
      <span className="flex h-5 shrink-0 items-center">
        <Light tone={accepted ? 'ok' : 'bad'} />
      </span>
      <span className="min-w-0">
        <span className="sr-only">{accepted ? 'Accepted: ' : 'Refused: '}</span>
        <Mono text={text} />
      </span>
    </span>
  )
}

function Mono({ text }: { text: string }) {
  return <span className="font-mono text-12 wrap-anywhere select-text">{text}</span>
}
