import type { RefusalCause, SessionLine, SessionRow } from '../../../shared/domain/session.ts'
import { refusalPlace } from '../../../shared/place/refusal-place.ts'
import { goTo, setParams } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { LinkAction } from '../../ui/link-action.tsx'
import { Notice } from '../../ui/notice.tsx'
import { placeLabel, refusalWords } from './refusal-words.ts'

/** Why was this refused: who said no, what that means, and the way to the very setting. */
export function RefusalPanel({
  cause,
  session,
  lines,
}: {
  cause: RefusalCause
  session: SessionRow
  lines: readonly SessionLine[]
}) {
  const { title, text } = refusalWords(cause)
  const place = refusalPlace(cause, session)
  const line = lines.findLast((each) => each.cause?.kind === cause.kind && each.cause.name === cause.name)
  return (
    <section aria-label={t('Why was this refused')} className="px-4 pb-3">
      <Notice tone="warn">
        <div className="flex flex-col gap-1">
          <h3 className="font-medium">{title}</h3>
          {line && <p className="font-mono text-12 break-words select-text">{line.text}</p>}
          <p className="max-w-[90ch] text-quiet">{text}</p>
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Button onClick={() => goTo(place.place.panel, place.place)}>{placeLabel(place)}</Button>
          {line && (
            <LinkAction onClick={() => setParams({ line: String(line.number), at: '' })}>
              {t('Show the line')}
            </LinkAction>
          )}
        </div>
      </Notice>
    </section>
  )
}
