import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import { useLive } from '../../live/live-store.ts'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { AttentionList } from './attention-list.tsx'
import { CountsRow } from './counts-row.tsx'
import { type FlowSentence, flowSentence } from './flow-sentence.ts'
import { ListenerLights, RouteLights } from './lights.tsx'
import { NextSteps } from './next-steps-list.tsx'
import { Throughput } from './throughput.tsx'

/** Does mail flow, what needs a person, and what happened in the last hour. */
export function OverviewPanel({ theme }: { theme: string }) {
  const status = useLive((state) => state.status)
  if (!status) return null
  return (
    <>
      <PanelHeader title="Overview">
        <span className="truncate text-12 text-quiet" title={status.dataFolder}>
          {status.hostname}
        </span>
      </PanelHeader>
      <div className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex max-w-4xl flex-col gap-7 px-6 pt-7 pb-10">
          <Headline sentence={flowSentence(status)} />
          <NextSteps status={status} />
          <AttentionList status={status} />
          <CountsRow counts={status.counts} />
          <Throughput status={status} theme={theme} />
          <div className="grid grid-cols-2 gap-x-10 gap-y-7">
            <RouteLights routes={status.routes} />
            <ListenerLights listeners={status.listeners} />
          </div>
        </div>
      </div>
    </>
  )
}

const ICONS = {
  ok: { icon: CircleCheck, colour: 'text-ok' },
  warn: { icon: TriangleAlert, colour: 'text-warn' },
  bad: { icon: CircleAlert, colour: 'text-bad' },
  quiet: { icon: CircleDashed, colour: 'text-faint' },
}

function Headline({ sentence }: { sentence: FlowSentence }) {
  const { icon: Icon, colour } = ICONS[sentence.tone]
  return (
    <div role="status" className="flex items-start gap-3.5">
      <Icon size={26} strokeWidth={1.75} aria-hidden="true" className={`mt-1 shrink-0 ${colour}`} />
      <div>
        <h2 className="text-28 font-semibold tracking-[-0.015em] text-balance">{sentence.title}</h2>
        <p className="mt-0.5 text-15 text-quiet">{sentence.detail}</p>
      </div>
    </div>
  )
}
