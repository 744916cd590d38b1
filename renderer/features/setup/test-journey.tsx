import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { useEffect } from 'react'
import type { MessageEvent } from '../../../shared/domain/message.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { explainReply } from '../../format/explain-reply.ts'
import { problemText } from '../../forms/server-issues.ts'
import { onLiveEvent } from '../../live/follow-engine.ts'
import { Time } from '../../live/time.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { ShortTranscript } from '../../transcript/short-transcript.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ReplyText } from '../../ui/reply-text.tsx'
import { Section } from '../../ui/section.tsx'

/** The way of a message: accepted, rule, route, the conversation with the next hop, and how it ended. */
export function TestJourney({ id }: { id: string }) {
  const { api } = useEngine()
  const queries = useQueryClient()
  const detail = useQuery(api.queue.get.queryOptions({ input: { id } }))
  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.kind === 'batch' && !event.batch.messages.some((row) => row.id === id)) return
        void queries.invalidateQueries({ queryKey: api.queue.get.key({ input: { id } }) })
      }),
    [api, id, queries],
  )
  if (detail.isError) return <Notice tone="bad">{problemText(detail.error)}</Notice>
  if (!detail.data) return <LoadingBar label={t('Following the message')} />
  const { events, message } = detail.data
  const session = events.findLast(
    ({ sessionId, kind }) => sessionId !== null && kind !== 'Reception',
  )?.sessionId
  const route = events.findLast((event) => event.route !== null)?.route
  const explanation = message.lastReply && explainReply(message.lastReply)
  return (
    <Section top title={t('Its way')}>
      <ol aria-live="polite" className="flex flex-col gap-1.5">
        {events.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a history only grows at its end.
          <Station key={index} event={event} />
        ))}
        {message.openCount > 0 && message.state !== 'held' && (
          <li className="flex items-center gap-2 text-quiet">
            <CircleDashed size={14} aria-hidden="true" />
            {message.state === 'deferred' && message.nextAttemptAt !== null ? (
              <span>
                {rich('Tried again {time}', { time: <Time as="due" at={message.nextAttemptAt} /> })}
              </span>
            ) : (
              t('On its way')
            )}
          </li>
        )}
      </ol>
      {explanation && (
        <Notice tone={message.state === 'failed' ? 'bad' : 'warn'}>
          <p className="font-medium">{explanation.what}</p>
          {message.lastReply && <ReplyText text={message.lastReply.text} />}
          {explanation.steps.length > 0 && (
            <ul className="flex list-disc flex-col gap-1 pl-4 text-quiet">
              {explanation.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {session && <Conversation id={session} />}
      <div className="flex gap-2">
        <LinkButton href={hrefOf('queue', { item: id })}>{t('Open the message')}</LinkButton>
        {route !== null && route !== undefined && message.state !== 'delivered' && (
          <LinkButton href={hrefOf('routes', { item: route })}>{t('Open the route')}</LinkButton>
        )}
      </div>
    </Section>
  )
}

const GOOD = new Set<MessageEvent['kind']>(['Reception', 'Delivery', 'Capture'])
const BAD = new Set<MessageEvent['kind']>(['Bounce', 'Expiration', 'TransientFailure'])

function Station({ event }: { event: MessageEvent }) {
  const { kind, at } = event
  const look = 'mt-0.5 shrink-0'
  return (
    <li className="flex items-start gap-2">
      {GOOD.has(kind) ? (
        <CircleCheck size={14} aria-hidden="true" className={`${look} text-ok`} />
      ) : BAD.has(kind) ? (
        <CircleAlert size={14} aria-hidden="true" className={`${look} text-bad`} />
      ) : (
        <CircleDashed size={14} aria-hidden="true" className={`${look} text-quiet`} />
      )}
      <span className="min-w-0 flex-1 break-words">{stationText(event)}</span>
      <Time at={at} className="shrink-0 text-12 text-quiet" />
    </li>
  )
}

function stationText({ kind, rule, route, host, note }: MessageEvent): string {
  const by = [
    rule === null ? null : t('rule “{rule}”', { rule }),
    route === null ? null : t('route “{route}”', { route }),
    host,
  ].filter((part) => part !== null)
  const way = by.length === 0 ? '' : ` (${by.join(', ')})`
  switch (kind) {
    case 'Reception':
      return t('Accepted')
    case 'Delivery':
      return t('Delivered') + way
    case 'Capture':
      return t('Kept to look at') + way
    case 'TransientFailure':
      return t('Not taken this time; it is tried again') + way
    case 'Bounce':
    case 'Expiration':
      return t('Refused for good') + way
    case 'Hold':
      return note ?? t('Held') + way
    default:
      return (note ?? t('Goes on')) + way
  }
}

function Conversation({ id }: { id: string }) {
  const { api } = useEngine()
  const session = useQuery({ ...api.sessions.get.queryOptions({ input: { id } }), refetchInterval: 2_000 })
  return (
    <ShortTranscript
      label={t('Conversation with the next server')}
      lines={session.data?.lines ?? []}
      direction="outbound"
    />
  )
}
