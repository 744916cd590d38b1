import type { Recipient, RecipientState } from '../../../shared/domain/recipient.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import { counted } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'
import { Dotted } from '../../ui/dotted.tsx'
import { ReplyText } from '../../ui/reply-text.tsx'
import { StateMark } from '../../ui/state-mark.tsx'

/** What became of the recipients below: state, route, host, and the peer's own words. */
export function RecipientFate({ first, count }: { first: Recipient; count: number }) {
  return (
    <div className="flex flex-col gap-1 border-line border-b bg-sunken/50 px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-12">
        <StateMark state={first.state} className="font-medium" />
        <span className="text-quiet">
          <Dotted>
            {count > 1 && <span>{counted(count, 'recipient')}</span>}
            <span>{routeText(first)}</span>
            {first.attempts > 0 && <span>{counted(first.attempts, 'attempt')}</span>}
            {first.lastHost && <span className="break-words">{first.lastHost}</span>}
          </Dotted>
        </span>
      </div>
      {first.lastReply && <ReplyText text={formatReply(first.lastReply)} tone={toneOf(first.state)} />}
    </div>
  )
}

function routeText({ route, forcedRoute }: Recipient): string {
  if (forcedRoute !== null) return t('by {route}, chosen by hand', { route: forcedRoute })
  return route === null ? t('no route yet') : t('by {route}', { route })
}

function toneOf(state: RecipientState): 'bad' | 'warn' | 'plain' {
  if (state === 'bounced' || state === 'expired') return 'bad'
  return state === 'deferred' ? 'warn' : 'plain'
}
