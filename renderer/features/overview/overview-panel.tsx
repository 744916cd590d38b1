import { useState } from 'react'
import type { Span } from '../../../shared/contract/statistics.ts'
import type { Status } from '../../../shared/contract/system.ts'
import { useLive } from '../../live/live-store.ts'
import { t } from '../../text/t.ts'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { AttentionList } from './attention-list.tsx'
import { CountsRow } from './counts-row.tsx'
import { FailuresSection } from './failures-section.tsx'
import { FlowSection } from './flow-section.tsx'
import { flowSentence } from './flow-sentence.ts'
import { Headline } from './headline.tsx'
import { ListenersSection } from './listeners-section.tsx'
import { NextSteps } from './next-steps-list.tsx'
import { RoutesSection } from './routes-section.tsx'
import { SendersSection } from './senders-section.tsx'
import { ShapeSection } from './shape-section.tsx'
import { useFreshFigures } from './use-figures.ts'

/** Does mail flow, what needs a person, and what the figures say. */
export function OverviewPanel({ theme }: { theme: string }) {
  const status = useLive((state) => state.status)
  return (
    <>
      <PanelHeader title={t('Overview')}>
        <span className="truncate text-12 text-quiet" title={status?.dataFolder}>
          {status?.hostname}
        </span>
      </PanelHeader>
      {status ? <Overview status={status} theme={theme} /> : <LoadingBar label={t('Loading')} />}
    </>
  )
}

/** One column, two from 900 px of room, three from 1,600: what is wide stays as wide as it can be read. */
function Overview({ status, theme }: { status: Status; theme: string }) {
  const [span, setSpan] = useState<Span>('day')
  const sentence = flowSentence(status)
  // Before the first message there are no figures, and nobody to miss them.
  const isNew = Object.values(status.counts).every((value) => value === 0)
  useFreshFigures()
  return (
    <div className="@container min-h-0 flex-1 overflow-auto">
      <div className="mx-auto flex max-w-600 flex-col gap-6 px-4 pt-5 pb-10">
        <Headline sentence={sentence} hasRoutes={status.routes.length > 0} />
        <NextSteps status={status} />
        <AttentionList status={status} told={sentence.about} />
        <div className="grid grid-cols-1 gap-x-8 gap-y-6 @min-[900px]:grid-cols-[minmax(0,1fr)_18rem] @min-[1600px]:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)_21rem]">
          {!isNew && (
            <div className="flex min-w-0 flex-col gap-6">
              <CountsRow counts={status.counts} />
              <FlowSection span={span} onSpan={setSpan} theme={theme} />
            </div>
          )}
          <div
            className={
              isNew
                ? 'col-span-full grid grid-cols-1 gap-6 @min-[700px]:grid-cols-2'
                : 'grid min-w-0 grid-cols-1 content-start gap-6 @min-[600px]:grid-cols-2 @min-[900px]:col-start-2 @min-[900px]:row-span-2 @min-[900px]:row-start-1 @min-[900px]:grid-cols-1 @min-[1600px]:col-start-3 @min-[1600px]:row-span-1'
            }
          >
            <RoutesSection routes={status.routes} />
            <ListenersSection listeners={status.listeners} />
            {!isNew && <SendersSection span={span} />}
          </div>
          {!isNew && (
            <div className="flex min-w-0 flex-col gap-6 @min-[900px]:col-start-1 @min-[1600px]:col-start-2 @min-[1600px]:row-start-1">
              <ShapeSection />
              <FailuresSection />
            </div>
          )}
        </div>
      </div>
    </div>
  )
}
