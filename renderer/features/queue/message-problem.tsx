import type { MessageDetail } from '../../../shared/domain/message.ts'
import { explainReply } from '../../format/explain-reply.ts'
import { useLive } from '../../live/live-store.ts'
import { Time } from '../../live/time.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'

/** Why it is not delivered, in plain words, and what to do. The peer's own words stand with the recipient below. */
export function MessageProblem({ detail }: { detail: MessageDetail }) {
  const waitingFor = useWaitingFor(detail)
  const problem = problemOf(detail) ?? (waitingFor && waits(detail, waitingFor))
  if (!problem) return null
  return (
    <div
      className={classNames(
        'flex flex-col gap-1 rounded border-l-2 px-3 py-2',
        problem.tone === 'bad' && 'border-bad bg-bad/8',
        problem.tone === 'warn' && 'border-warn bg-warn/10',
        problem.tone === 'held' && 'border-held bg-held/8',
      )}
    >
      <p className="font-medium">{problem.what}</p>
      {problem.who && <p className="text-quiet">{problem.who}</p>}
      {problem.steps.length === 1 && <p className="text-quiet">{problem.steps[0]}</p>}
      {problem.steps.length > 1 && (
        <ol className="flex list-decimal flex-col gap-0.5 pl-4.5 text-quiet">
          {problem.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {/* What the route waits for counts more than the time of the message itself, which may be over. */}
      {waitingFor && waitingFor !== problem.what && <p className="text-quiet">{waitingFor}</p>}
      <p className="flex gap-3">
        {problem.tone === 'warn' && !waitingFor && detail.message.nextAttemptAt !== null && (
          <span className="text-quiet">
            {rich('Next try {time}.', { time: <Time as="due" at={detail.message.nextAttemptAt} /> })}
          </span>
        )}
        {problem.route && (
          <a
            href={hrefOf('routes', { item: problem.route })}
            className="font-medium text-accent hover:underline"
          >
            {t('Open route {route}', { route: problem.route })}
          </a>
        )}
        {problem.needsRoute && (
          <a href={hrefOf('routes', { item: 'new' })} className="font-medium text-accent hover:underline">
            {t('Add a route')}
          </a>
        )}
      </p>
    </div>
  )
}

/** Why the route of a message that waits takes nothing just now; null where it does. */
function useWaitingFor({ message, recipients }: MessageDetail): string | null {
  const waiting = recipients.find(({ state }) => state === 'queued' || state === 'deferred')
  const name = waiting?.route ?? message.route
  return useLive(
    (state) => (waiting && state.status?.routes.find((route) => route.name === name)?.waitingFor) ?? null,
  )
}

function waits({ message, recipients }: MessageDetail, why: string): Problem {
  const route = recipients.find(({ route }) => route !== null)?.route ?? message.route
  return { tone: 'warn', what: why, who: null, steps: [], route, needsRoute: false }
}

interface Problem {
  readonly tone: 'bad' | 'warn' | 'held'
  readonly what: string
  /** Who has to act, as the beginning of the steps; null where it is plain. */
  readonly who: string | null
  readonly steps: readonly string[]
  readonly route: string | null
  readonly needsRoute: boolean
}

function problemOf({ message, recipients }: MessageDetail): Problem | null {
  const held = recipients.find((recipient) => recipient.state === 'held')
  if (held) return heldProblem(held.hold)
  const stuck = recipients.find(
    (recipient) => recipient.lastReply && ['deferred', 'bounced', 'expired'].includes(recipient.state),
  )
  const explanation = stuck?.lastReply ? explainReply(stuck.lastReply, { host: stuck.lastHost }) : null
  if (!stuck || !explanation) return null
  const tone = message.state === 'failed' ? 'bad' : 'warn'
  return { tone, ...explanation, route: stuck.route, needsRoute: false }
}

function heldProblem(hold: string | null): Problem {
  const base = { tone: 'held', who: null, route: null, needsRoute: false } as const
  if (hold === 'no-route')
    return {
      ...base,
      what: t('It is held: no relay rule and no route say where it goes.'),
      steps: [t('It goes on by itself as soon as there is one.')],
      needsRoute: true,
    }
  if (hold === 'double-bounce')
    return {
      ...base,
      what: t('This report could not be delivered, so the sender does not know yet that the mail failed.'),
      steps: [t('Read it, tell the sender another way, then delete it. Release it to try once more.')],
    }
  if (hold === 'pending')
    return {
      ...base,
      what: t('It will be deleted or bounced when the time to undo it is over.'),
      steps: [t('Nothing is sent meanwhile. Undo lets it go on as before.')],
    }
  return hold === 'rule'
    ? {
        ...base,
        what: t('A relay rule holds it.'),
        steps: [t('Release it to let it go on; rules that hold pass it over from then on.')],
      }
    : { ...base, what: t('It is held.'), steps: [t('Nothing is tried until it is released.')] }
}
