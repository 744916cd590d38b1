import { useState } from 'react'
import type { Status } from '../../../shared/contract/system.ts'
import { count, counted } from '../../format/quantity.ts'
import { AreaChart } from '../../ui/area-chart.tsx'
import { Section } from '../../ui/section.tsx'

/** The last hour, minute by minute: accepted messages and delivered recipients. */
export function Throughput({ status, theme }: { status: Status; theme: string }) {
  const [hovered, setHovered] = useState<number | null>(null)
  const { acceptedPerMinute, deliveredPerMinute } = status.throughput
  const most = Math.max(0, ...acceptedPerMinute, ...deliveredPerMinute)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const pick = (values: readonly number[]) => (hovered === null ? sum(values) : (values[hovered] ?? 0))
  const when = hovered === null ? 'Last hour' : `${acceptedPerMinute.length - hovered} min ago`
  return (
    <Section
      title={when}
      aside={
        <p className="flex gap-4 text-12 text-quiet tabular-nums">
          <Key colour="bg-accent" text={`${count(pick(acceptedPerMinute))} accepted`} />
          <Key colour="bg-ok" text={counted(pick(deliveredPerMinute), 'delivery', 'deliveries')} />
        </p>
      }
    >
      <div className="relative overflow-hidden rounded border border-line bg-raised">
        {most > 0 && (
          <p aria-hidden="true" className="absolute top-1 left-3 text-11 text-faint tabular-nums">
            at most {count(most)} a minute
          </p>
        )}
        <AreaChart
          label={`In the last hour ${sum(acceptedPerMinute)} messages were accepted; ${counted(sum(deliveredPerMinute), 'delivery', 'deliveries')}.`}
          height={112}
          theme={theme}
          onHover={setHovered}
          series={[
            { label: 'Accepted', values: acceptedPerMinute, role: '--accent' },
            { label: 'Delivered', values: deliveredPerMinute, role: '--ok' },
          ]}
        />
        <p aria-hidden="true" className="flex justify-between px-3 pt-0.5 pb-1.5 text-11 text-faint">
          <span>60 min ago</span>
          <span>30 min</span>
          <span>now</span>
        </p>
      </div>
    </Section>
  )
}

function Key({ colour, text }: { colour: string; text: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden="true" className={`size-2 rounded-[2px] ${colour}`} />
      {text}
    </span>
  )
}
