import { useMemo } from 'react'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { MessageDetail } from '../../../shared/domain/message.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { hrefOf } from '../../location/location-store.ts'
import { HeaderView } from '../../message/header-view.tsx'
import { queueSource } from '../../message/mail-source.ts'
import { MessageBody } from '../../message/message-body.tsx'
import { SourceView } from '../../message/source-view.tsx'
import { t } from '../../text/t.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { useContent } from './use-content.ts'

export function ContentTab({
  detail,
  show,
}: {
  detail: MessageDetail
  show: 'message' | 'headers' | 'source'
}) {
  const { client } = useEngine()
  const { id, size } = detail.message
  const source = useMemo(() => queueSource(client, id, size), [client, id, size])
  if (!detail.hasBody)
    return (
      <EmptyState
        text={t(
          'The message itself is no longer kept: its last recipient is done. How long it stays is set in Settings.',
        )}
        action={<LinkButton href={hrefOf('settings')}>{t('Open Settings')}</LinkButton>}
      />
    )
  return show === 'source' ? (
    <SourceView source={source} />
  ) : (
    <Read detail={detail} source={source} show={show} />
  )
}

function Read({
  detail,
  source,
  show,
}: {
  detail: MessageDetail
  source: ReturnType<typeof queueSource>
  show: 'message' | 'headers'
}) {
  const query = useContent(detail.message.id)
  if (query.isError)
    return <ProblemState text={problemText(query.error)} onRetry={() => void query.refetch()} />
  if (!query.data) return <LoadingBar />
  switch (show) {
    case 'message':
      return <MessageBody content={query.data} source={source} />
    case 'headers':
      return <HeaderView content={query.data} checked={detail.origin.authentication} />
    default:
      return assertNever(show)
  }
}
