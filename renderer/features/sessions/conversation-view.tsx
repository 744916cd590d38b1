import { ArrowDown, Pause, Play, X } from 'lucide-react'
import { useState } from 'react'
import type { SessionLine } from '../../../shared/domain/session.ts'
import { counted } from '../../format/quantity.ts'
import { goTo, openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { ConversationActions } from './conversation-actions.tsx'
import { ConversationHead } from './conversation-head.tsx'
import { RefusalPanel } from './refusal-panel.tsx'
import { TranscriptLines } from './transcript-lines.tsx'
import { useConversation } from './use-conversation.ts'
import { useFollow } from './use-follow.ts'

export interface ConversationViewProps {
  id: string
  /** Where somebody came from a message's history: the line of that time. */
  markedAt: number | null
  /** Or the line of that number. */
  markedLine: number | null
}

/** One conversation, live while it lasts. Follows its end until the reader scrolls up or pauses. */
export function ConversationView({ id, markedAt, markedLine }: ConversationViewProps) {
  const { session, lines, dropped, problem } = useConversation(id)
  /** Number of the last line that is shown in a pause. */
  const [pausedAt, setPausedAt] = useState<number | null>(null)
  const shown = pausedAt === null ? lines : upTo(lines, pausedAt)
  const lastShown = shown.at(-1)?.number ?? 0
  const follow = useFollow(lastShown, session?.outcome === 'open')

  if (problem && !session) return <ProblemState text={problem} onRetry={() => goTo('sessions')} />
  if (!session) return <LoadingBar />
  const waiting = (lines.at(-1)?.number ?? 0) - lastShown
  return (
    <section aria-label={t('Conversation')} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <ConversationHead session={session}>
        {session.outcome === 'open' && (
          <IconButton
            label={pausedAt === null ? t('Pause the conversation') : t('Go on')}
            onClick={() => setPausedAt(pausedAt === null ? lastShown : null)}
          >
            {pausedAt === null ? <Pause size={14} /> : <Play size={14} />}
          </IconButton>
        )}
        <ConversationActions session={session} />
        <IconButton label={t('Close')} shortcut="Esc" onClick={() => openItem(null)}>
          <X size={15} />
        </IconButton>
      </ConversationHead>
      <div className="relative flex min-h-0 flex-1 flex-col">
        {session.cause && (
          <div className="shrink-0 pt-3">
            <RefusalPanel cause={session.cause} session={session} lines={lines} />
          </div>
        )}
        <TranscriptLines
          ref={follow.scroller}
          lines={shown}
          dropped={dropped}
          direction={session.direction}
          marked={markedLine ?? (markedAt === null ? null : lineAt(lines, markedAt))}
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

function upTo(lines: readonly SessionLine[], number: number): readonly SessionLine[] {
  return lines.filter((line) => line.number <= number)
}

/** The line that was being said at that time. */
function lineAt(lines: readonly SessionLine[], at: number): number | null {
  return lines.findLast((line) => line.at <= at)?.number ?? null
}
