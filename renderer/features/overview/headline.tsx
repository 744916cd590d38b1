import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import { AttentionButton } from './attention-button.tsx'
import type { FlowSentence } from './flow-sentence.ts'

const ICONS = {
  ok: { icon: CircleCheck, colour: 'text-ok' },
  warn: { icon: TriangleAlert, colour: 'text-warn' },
  bad: { icon: CircleAlert, colour: 'text-bad' },
  quiet: { icon: CircleDashed, colour: 'text-faint' },
}

/** The one sentence, why it is so, and the way to what mends it. Read out when it becomes another. */
export function Headline({ sentence, hasRoutes }: { sentence: FlowSentence; hasRoutes: boolean }) {
  const { icon: Icon, colour } = ICONS[sentence.tone]
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
      <div className="flex min-w-0 flex-1 basis-96 items-start gap-3.5">
        <Icon size={26} strokeWidth={1.75} aria-hidden="true" className={`mt-1 shrink-0 ${colour}`} />
        <div className="min-w-0">
          {/* Without the figures below: they change all the time, and nobody wants to hear it. */}
          <div role="status">
            <h2 className="text-28 font-semibold tracking-[-0.015em] text-balance">{sentence.title}</h2>
            {sentence.about && <p className="mt-1 max-w-[90ch] text-15 break-words">{sentence.about.text}</p>}
          </div>
          <p className="mt-1 text-15 text-quiet">{sentence.detail}</p>
        </div>
      </div>
      {sentence.about && (
        <div className="mt-1">
          <AttentionButton item={sentence.about} hasRoutes={hasRoutes} look="primary" />
        </div>
      )}
    </div>
  )
}
