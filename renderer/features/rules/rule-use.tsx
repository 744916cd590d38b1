import { TriangleAlert } from 'lucide-react'
import type { RuleHits } from '../../../shared/contract/statistics.ts'
import { compactCount, count, counted } from '../../format/quantity.ts'
import { exactDate, exactTime } from '../../format/relative-time.ts'
import { Time } from '../../live/time.tsx'
import { goTo } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { Facts } from '../../ui/facts.tsx'
import { LinkAction } from '../../ui/link-action.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import type { DeadRule } from './rule-health.ts'

/** In the list: how often it matched, or a mark that it may be there for nothing. */
export function RuleUseMark({ hits, dead }: { hits: RuleHits | undefined; dead: DeadRule | null }) {
  if (dead)
    return (
      <span className="flex shrink-0 items-center gap-1.5 pr-2 text-12 text-warn" title={deadText(dead)}>
        <TriangleAlert size={13} aria-hidden="true" />
        {dead.kind === 'covered' ? t('Never reached') : t('Never used')}
      </span>
    )
  if (!hits) return null
  return (
    <span className="flex w-24 shrink-0 flex-col items-end pr-2 text-12 text-quiet">
      <span className="tabular-nums" title={t('{count} matches in all', { count: hits.total })}>
        {hits.lastDay === 0 ? t('none today') : t('{count} in 24 h', { count: compactCount(hits.lastDay) })}
      </span>
      {hits.lastAt === null ? <span>{t('not yet')}</span> : <Time at={hits.lastAt} />}
    </span>
  )
}

/** In the inspector: the numbers, and the last message that it matched. */
export function RuleUse({ hits, dead }: { hits: RuleHits | undefined; dead: DeadRule | null }) {
  return (
    <>
      {dead && (
        <Notice tone="warn">
          <p>{deadText(dead)}</p>
          <p className="text-12 text-quiet">
            {dead.kind === 'covered'
              ? t('Move it above that rule, give that rule an exception, or delete this one.')
              : t('Try it with “What would happen?”, or delete it.')}
          </p>
        </Notice>
      )}
      {hits && (
        <Section title={t('Use')}>
          <Facts
            facts={[
              { label: t('In 24 hours'), value: counted(hits.lastDay, 'match', 'matches') },
              {
                label: t('In all'),
                value: rich('{matches} since {since}', {
                  matches: count(hits.total),
                  since: <Since at={hits.since} />,
                }),
              },
              { label: t('Last match'), value: <LastMatch hits={hits} /> },
            ]}
          />
        </Section>
      )}
    </>
  )
}

function Since({ at }: { at: number }) {
  return <span title={exactTime(at)}>{exactDate(at)}</span>
}

function LastMatch({ hits: { lastAt, lastMessageId } }: { hits: RuleHits }) {
  if (lastAt === null) return <span className="text-quiet">{t('none yet')}</span>
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <Time at={lastAt} />
      {lastMessageId !== null && (
        <LinkAction onClick={() => goTo('queue', { item: lastMessageId })}>
          {t('Show the message')}
        </LinkAction>
      )}
    </span>
  )
}

function deadText(dead: DeadRule): string {
  return dead.kind === 'covered'
    ? t('The rule “{name}” above it takes all mail that this one could match.', { name: dead.by })
    : t('It has matched nothing since {since}.', { since: exactDate(dead.since) })
}
