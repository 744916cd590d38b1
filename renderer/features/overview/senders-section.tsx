import { useQuery } from '@tanstack/react-query'
import type { SenderFlow, Span } from '../../../shared/contract/statistics.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { count } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { BarList } from '../../ui/bar-list.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { Section } from '../../ui/section.tsx'
import { senderLink } from './queue-link.ts'

const SHOWN = 8

/** Who sent most in the time that the charts show. */
export function SendersSection({ span }: { span: Span }) {
  const { api } = useEngine()
  const senders = useQuery({
    ...api.statistics.senders.queryOptions({ input: { span } }),
    placeholderData: (last: SenderFlow[] | undefined) => last,
  })
  const shown = (senders.data ?? []).slice(0, SHOWN)
  const most = Math.max(1, ...shown.map(({ messages }) => messages))
  return (
    <Section top title={t('Who sent most')}>
      {senders.isError && !senders.data ? (
        <ProblemState text={problemText(senders.error)} onRetry={() => void senders.refetch()} />
      ) : senders.data !== undefined && shown.length === 0 ? (
        <p className="text-quiet">{t('Nobody sent anything in this time.')}</p>
      ) : (
        <BarList
          label={t('Messages by sender')}
          bars={shown.map((sender) => ({
            key: `${sender.kind} ${sender.name}`,
            label: <SenderName sender={sender} />,
            figure: count(sender.messages),
            share: sender.messages / most,
            href: senderLink(sender, span) ?? undefined,
          }))}
        />
      )}
    </Section>
  )
}

function SenderName({ sender }: { sender: SenderFlow }) {
  if (sender.kind === 'local') return <>{t('Programs of this computer')}</>
  return (
    <>
      <span className={sender.kind === 'client' ? 'font-mono text-12' : 'font-medium'}>{sender.name}</span>{' '}
      <span className="text-12 text-quiet">{kindText(sender.kind)}</span>
    </>
  )
}

function kindText(kind: Exclude<SenderFlow['kind'], 'local'>): string {
  switch (kind) {
    case 'account':
      return t('account')
    case 'network':
      return t('network')
    case 'client':
      return t('without account')
    default:
      return assertNever(kind)
  }
}
