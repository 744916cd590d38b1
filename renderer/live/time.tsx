import { age, dueTime, exactTime, relativeTime } from '../format/relative-time.ts'
import { useTimeText } from './clock.ts'

const TEXTS = { ago: relativeTime, age, due: dueTime }

/** A time relative to now, with the exact one on hover. */
export function Time({
  at,
  as = 'ago',
  className,
}: {
  at: number
  as?: keyof typeof TEXTS
  className?: string
}) {
  const text = useTimeText((now) => TEXTS[as](at, now))
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)} className={className}>
      {text}
    </time>
  )
}
