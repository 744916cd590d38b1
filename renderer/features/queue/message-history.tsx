/** The journey of a message: a vertical line of stations, oldest first. */
import type { MessageDetail, MessageEvent, Origin } from '../../../shared/domain/message.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import { explainReply } from '../../format/explain-reply.ts'
import { Time } from '../../live/time.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { ReplyText } from '../../ui/reply-text.tsx'
import { originSentence, ruleSentence, type Station, stationOf } from './history-sentence.ts'
import { type StationGroup, stationGroups } from './station-groups.ts'

const DOTS: Readonly<Record<Station['tone'], string>> = {
  plain: 'bg-faint',
  ok: 'bg-ok',
  warn: 'bg-warn',
  bad: 'bg-bad',
  held: 'bg-held',
}
const REPLY_TONES = { plain: 'plain', ok: 'ok', warn: 'warn', bad: 'bad', held: 'plain' } as const

export function MessageHistory({ detail }: { detail: MessageDetail }) {
  const groups = stationGroups(detail.events)
  return (
    <ol aria-label={t('History')} className="flex flex-col">
      {keyed(groups).map(([key, group], index) => (
        <StationItem
          key={key}
          group={group}
          last={index === groups.length - 1}
          namesRecipient={detail.recipients.length > 1}
          origin={detail.origin}
        />
      ))}
    </ol>
  )
}

/** Events have no id; what is the same in all parts gets a number. */
function keyed(groups: readonly StationGroup[]): ReadonlyArray<readonly [string, StationGroup]> {
  const seen = new Map<string, number>()
  return groups.map((group) => {
    const { event } = group
    const name = `${event.at} ${event.kind} ${event.recipient ?? ''}`
    const number = seen.get(name) ?? 0
    seen.set(name, number + 1)
    return [`${name} ${number}`, group]
  })
}

function StationItem({
  group: { event, recipients, nextAttemptAt },
  last,
  namesRecipient,
  origin,
}: {
  group: StationGroup
  last: boolean
  namesRecipient: boolean
  origin: Origin
}) {
  const station = stationOf(event)
  const rule = ruleSentence(event)
  const explanation = event.reply && explainReply(event.reply, { host: event.host })
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0">
      {!last && (
        <span aria-hidden="true" className="absolute top-3.5 -bottom-1.5 left-[3.5px] w-px bg-line-strong" />
      )}
      <span
        aria-hidden="true"
        className={classNames('relative mt-1.5 size-2 shrink-0 rounded-full', DOTS[station.tone])}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex items-baseline justify-between gap-3">
          <span className="min-w-0 font-medium break-words">{station.title}</span>
          <Time at={event.at} className="shrink-0 text-12 text-quiet" />
        </div>
        {namesRecipient && recipients.length > 0 && <Recipients addresses={recipients} />}
        {event.kind === 'Reception' && <p className="break-words text-quiet">{originSentence(origin)}</p>}
        {event.note && <p className="break-words text-quiet">{noteText(event.note)}</p>}
        {rule && <RuleLine event={event} sentence={rule} />}
        {explanation && <p className="text-quiet">{explanation.what}</p>}
        {event.reply && <ReplyText text={formatReply(event.reply)} tone={REPLY_TONES[station.tone]} />}
        {/* What was planned then is told by the station that follows. */}
        <Links event={event} next={last ? nextAttemptAt : null} />
      </div>
    </li>
  )
}

/** Leads to the rule, where one can see why it matched. */
function RuleLine({ event, sentence }: { event: MessageEvent; sentence: string }) {
  return (
    <p className="text-quiet">
      <a href={hrefOf('rules', { item: event.rule })} className="break-words hover:text-text hover:underline">
        {sentence}
      </a>
    </p>
  )
}

/** Operator's events note who did it, in one word; the others a sentence. */
function noteText(note: string): string {
  return /^\S+$/.test(note) ? t('by {who}', { who: note }) : note
}

const NAMED = 3

function Recipients({ addresses }: { addresses: readonly string[] }) {
  const more = addresses.length > NAMED + 1 ? addresses.length - NAMED : 0
  return (
    <p className="break-words text-quiet" title={more > 0 ? addresses.join('\n') : undefined}>
      {addresses.slice(0, addresses.length - more).join(', ')}
      {more > 0 && ` ${t('and {count} more', { count: more })}`}
    </p>
  )
}

function Links({ event, next }: { event: MessageEvent; next: number | null }) {
  if (event.sessionId === null && next === null) return null
  return (
    <p className="flex gap-3 text-12">
      {next !== null && (
        <span className="text-quiet">{rich('Next try {time}', { time: <Time as="due" at={next} /> })}</span>
      )}
      {event.sessionId && (
        <a
          href={hrefOf('sessions', { item: event.sessionId, params: { at: String(event.at) } })}
          className="font-medium text-accent hover:underline"
        >
          {t('See the session')}
        </a>
      )}
    </p>
  )
}
