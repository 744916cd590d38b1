import { Info, TriangleAlert } from 'lucide-react'
import type { Effect } from '../../shared/contract/configuration.ts'
import { t } from '../text/t.ts'
import { classNames } from '../ui/class-names.ts'

/** What saving will do besides being saved; nothing where it does nothing else. */
export function ChangeEffects({ effects }: { effects: readonly Effect[] }) {
  return (
    <div aria-live="polite">
      {effects.length > 0 && (
        <section
          aria-label={t('What saving does')}
          className="flex max-h-44 animate-appear flex-col gap-1.5 overflow-auto rounded border border-line bg-sunken px-3 py-2 text-12"
        >
          <p className="font-medium">{t('Saving will do this:')}</p>
          <ul className="flex flex-col gap-1.5">
            {effects.map(({ severity, text }) => (
              <li key={text} className="flex items-start gap-2">
                {severity === 'warning' ? (
                  <TriangleAlert size={13} aria-label={t('Mind')} className={MARK_WARN} />
                ) : (
                  <Info size={13} aria-hidden="true" className={classNames(MARK, 'text-faint')} />
                )}
                <span
                  dir="auto"
                  className={classNames('min-w-0 break-words', severity === 'info' && 'text-quiet')}
                >
                  {text}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

const MARK = 'mt-px shrink-0'
const MARK_WARN = `${MARK} text-warn`

/** The button says that there is more to it than saving. */
export function saveLabel(effects: readonly Effect[], plain: string): string {
  const warnings = effects.filter(({ severity }) => severity === 'warning').length
  if (warnings === 0) return plain
  return t('{action}, with {count, plural, one {this effect} other {these effects}}', {
    action: plain,
    count: warnings,
  })
}
