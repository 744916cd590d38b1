import { ArrowDown, Pause, Play } from 'lucide-react'
import { useState } from 'react'
import type { SessionRow } from '../../../shared/domain/session.ts'
import { counted } from '../../format/quantity.ts'
import { exactTime, span } from '../../format/relative-time.ts'
import { toleranceLabel } from '../../forms/tolerance-words.ts'
import { goTo, hrefOf } from '../../location/location-store.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dotted } from '../../ui/dotted.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { outcomeOf, peerOf } from './session-marks.ts'
import { TranscriptLines } from './transcript-lines.tsx'
import { useConversation } from './use-conversation.ts'
import { useFollow } from './use-follow.ts'

/** One conversation, live while it lasts. Follows its end until the reader scrolls up or pauses. */
export function ConversationView({ id, markedAt }: { id: string; markedAt: number | null }) {
  const { session, lines, dropped, problem } = useConversation(id)
  const [pausedAt, setPausedAt] = useState<number | null>(null)
  const shown = pausedAt === null ? lines : lines.slice(0, pausedAt)
  const follow = useFollow(shown.length)

  if (problem && !session) return <ProblemState text={problem} onRetry={() => goTo('sessions')} />
  if (!session) return <LoadingBar />
  const waiting = lines.length - shown.length
  return (
    <section aria-label="Conversation" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <Head session={session}>
        {session.outcome === 'open' && (
          <IconButton
            label={pausedAt === null ? 'Pause the conversation' : 'Go on'}
            onClick={() => setPausedAt(pausedAt === null ? lines.length : null)}
          >
            {pausedAt === null ? <Pause size={14} /> : <Play size={14} />}
          </IconButton>
        )}
      </Head>
      <div className="relative flex min-h-0 flex-1 flex-col">
        <TranscriptLines
          ref={follow.scroller}
          lines={shown}
          dropped={dropped}
          direction={session.direction}
          markedAt={markedAt}
          onScroll={follow.onScroll}
        />
        {(follow.behind > 0 || waiting > 0) && (
          <Button
            look="primary"
            icon={<ArrowDown size={13} />}
            className="absolute bottom-4 left-1/2 -translate-x-1/2 animate-appear shadow-float"
            onClick={() => {
              setPausedAt(null)
              follow.toEnd()
            }}
          >
            {counted(follow.behind + waiting, 'new line')}
          </Button>
        )}
      </div>
      {problem && <p className="border-line border-t px-4 py-2 text-12 text-quiet">{problem}</p>}
    </section>
  )
}

function Head({ session, children }: { session: SessionRow; children: React.ReactNode }) {
  const outcome = outcomeOf(session)
  return (
    <header className="flex shrink-0 flex-col gap-1 border-line border-b px-4 py-2.5">
      <div className="flex h-7 items-center gap-2">
        <h2 className="min-w-0 flex-1 truncate text-15 font-semibold">
          {session.direction === 'inbound' ? 'From ' : 'To '}
          {peerOf(session)}
        </h2>
        {children}
      </div>
      <p className="text-12 text-quiet">
        <Dotted>
          <span className={outcome.tone === 'live' ? 'font-medium text-accent' : ''}>{outcome.word}</span>
          <span className="select-text">
            {session.peerAddress}, port {session.peerPort}
          </span>
          <span>
            {session.direction === 'inbound' ? 'listener' : 'route'} {session.via}
          </span>
          {session.network && <span>network {session.network}</span>}
          {session.account && <span>signed in as {session.account}</span>}
          <span title={session.tls?.cipher}>{session.tls ? session.tls.protocol : 'no TLS'}</span>
          <span>{lifeText(session)}</span>
        </Dotted>
      </p>
      {session.tolerated.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5 text-12 text-quiet">
          <Badge tone="warn">Legacy</Badge>
          {session.tolerated.map(toleranceLabel).join(', ')}
        </p>
      )}
      {session.problem && <p className="text-12 break-words text-bad select-text">{session.problem}</p>}
      {session.messageIds.length > 0 && <Messages ids={session.messageIds} />}
    </header>
  )
}

function lifeText({ startedAt, endedAt }: SessionRow): string {
  const start = exactTime(startedAt)
  return endedAt === null ? `since ${start}` : `${start}, for ${span(endedAt - startedAt)}`
}

const SHOWN = 4

function Messages({ ids }: { ids: readonly string[] }) {
  return (
    <p className="flex flex-wrap gap-x-3 text-12">
      <span className="text-quiet">{counted(ids.length, 'message')}:</span>
      {ids.slice(0, SHOWN).map((id) => (
        <a key={id} href={hrefOf('queue', { item: id })} className="font-mono text-accent hover:underline">
          {id}
        </a>
      ))}
      {ids.length > SHOWN && <span className="text-quiet">and {ids.length - SHOWN} more</span>}
    </p>
  )
}
