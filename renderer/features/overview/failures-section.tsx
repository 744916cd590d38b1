/** Why mail waits or failed, by cause: what it means, whom it takes, and the way to the messages. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FailureGroup } from '../../../shared/contract/statistics.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Actor } from '../../../shared/explain/explanation.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { count } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Dotted } from '../../ui/dotted.tsx'
import { LinkAction } from '../../ui/link-action.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { ReplyText } from '../../ui/reply-text.tsx'
import { Section } from '../../ui/section.tsx'
import { queueLink } from './queue-link.ts'

const SHOWN_AT_FIRST = 4

export function FailuresSection() {
  const { api } = useEngine()
  const failures = useQuery(api.statistics.failures.queryOptions())
  const [all, setAll] = useState(false)
  const groups = failures.data ?? []
  const shown = all ? groups : groups.slice(0, SHOWN_AT_FIRST)
  return (
    <Section top title={t('Why mail waits or failed')}>
      {failures.isError && !failures.data ? (
        <ProblemState text={problemText(failures.error)} onRetry={() => void failures.refetch()} />
      ) : failures.data === undefined ? (
        <div className="h-20" />
      ) : groups.length === 0 ? (
        <p className="text-quiet">{t('No delivery failed.')}</p>
      ) : (
        <>
          <ul className="flex flex-col divide-y divide-line overflow-hidden rounded border border-line bg-raised">
            {shown.map((group) => (
              <Group key={group.cause} group={group} />
            ))}
          </ul>
          {groups.length > SHOWN_AT_FIRST && (
            <p>
              <LinkAction onClick={() => setAll(!all)}>
                {all
                  ? t('Show the most frequent')
                  : t('{count, plural, one {Show # more cause} other {Show # more causes}}', {
                      count: groups.length - SHOWN_AT_FIRST,
                    })}
              </LinkAction>
            </p>
          )}
        </>
      )}
    </Section>
  )
}

function Group({ group }: { group: FailureGroup }) {
  const { explanation, messages, domains, lastAt, reply, host, route, states, filter } = group
  const isLost = states.every((state) => state === 'failed')
  return (
    <li className="flex flex-col gap-1.5 px-3.5 py-3">
      <div className="flex items-start gap-3">
        <p className="min-w-0 flex-1 font-medium break-words">{explanation.meaning}</p>
        <span className={`text-15 font-semibold tabular-nums ${isLost ? 'text-bad' : 'text-warn'}`}>
          {count(messages)}
        </span>
      </div>
      <p className="text-12 text-quiet">
        <Dotted>
          <span>
            {isLost ? t('failed') : states.includes('failed') ? t('waiting or failed') : t('waiting')}
          </span>
          {domains.length > 0 && <span className="break-words">{domains.join(', ')}</span>}
          {route !== null && <span>{t('by {route}', { route })}</span>}
          <span>{rich('last {time}', { time: <Time at={lastAt} /> })}</span>
        </Dotted>
      </p>
      <p className="text-quiet">
        {actorText(explanation.actor)} {explanation.steps[0]}
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <LinkButton href={queueLink(filter)}>
          {t('{count, plural, one {Show the message} other {Show # messages}}', { count: messages })}
        </LinkButton>
        {explanation.actor === 'relay' && route !== null && (
          <LinkButton href={hrefOf('routes', { item: route })}>{t('Open the route')}</LinkButton>
        )}
      </div>
      <Disclosure inner title={t('In the server’s words')} {...(host === null ? {} : { hint: host })}>
        <div className="flex flex-col gap-2">
          <ReplyText text={reply} tone={isLost ? 'bad' : 'warn'} />
          {explanation.steps.length > 1 && (
            <ol className="flex list-decimal flex-col gap-0.5 pl-4.5 text-quiet">
              {explanation.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          )}
        </div>
      </Disclosure>
    </li>
  )
}

/** Who has to do something about it. */
function actorText(actor: Actor): string {
  switch (actor) {
    case 'sender':
      return t('For the sender:')
    case 'device':
      return t('For the device or program:')
    case 'relay':
      return t('For you:')
    case 'provider':
      return t('For the provider:')
    case 'recipient':
      return t('For the recipient’s side:')
    case 'nobody':
      return ''
    default:
      return assertNever(actor)
  }
}
