import { compactCount } from '../../format/quantity.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { VIEWS, type View } from './queue-view.ts'

export function ViewTabs({
  view,
  counts,
  onChange,
}: {
  view: View
  counts: ((view: View) => number) | null
  onChange: (view: View) => void
}) {
  return (
    <div className="flex h-10 shrink-0 items-center px-3">
      <Segmented
        label="View"
        value={view}
        onChange={onChange}
        segments={VIEWS.map(({ value, label }) => ({
          value,
          label,
          count: counts && counts(value) > 0 ? compactCount(counts(value)) : undefined,
        }))}
      />
    </div>
  )
}
