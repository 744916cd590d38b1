import { Lock } from 'lucide-react'
import { exactTime, gapText, span } from '../format/relative-time.ts'
import { t } from '../text/t.ts'
import { classNames } from '../ui/class-names.ts'
import type { Hop } from './received-hops.ts'

/** More than that between two servers is worth a look. */
const SLOW_MS = 60_000

/** The way from server to server, oldest first. */
export function HopTable({ hops }: { hops: readonly Hop[] }) {
  return (
    <div className="overflow-x-auto rounded border border-line">
      <table className="w-full text-12">
        <thead>
          <tr className="border-line border-b text-left text-quiet">
            <th scope="col" className="px-2.5 py-1.5 font-medium">
              {t('From')}
            </th>
            <th scope="col" className="px-2.5 py-1.5 font-medium">
              {t('To')}
            </th>
            <th scope="col" className="px-2.5 py-1.5 font-medium">
              {t('By')}
            </th>
            <th scope="col" className="px-2.5 py-1.5 text-right font-medium">
              {t('Took')}
            </th>
          </tr>
        </thead>
        <tbody>
          {hops.map((hop, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the way of a message does not change.
            <tr key={index} title={hop.text} className="border-line border-b align-top last:border-b-0">
              <td className="px-2.5 py-1.5 break-words select-text">{hop.from ?? '–'}</td>
              <td className="px-2.5 py-1.5 break-words select-text">{hop.by ?? '–'}</td>
              <td className="px-2.5 py-1.5 whitespace-nowrap">
                <span className="inline-flex items-center gap-1">
                  {hop.tls && <Lock size={11} aria-label={t('encrypted')} className="text-ok" />}
                  {hop.protocol ?? '–'}
                </span>
              </td>
              <td
                title={hop.at === null ? undefined : exactTime(hop.at)}
                className={classNames(
                  'px-2.5 py-1.5 text-right whitespace-nowrap tabular-nums',
                  hop.delay !== null && hop.delay > SLOW_MS && 'text-warn',
                )}
              >
                {delayText(hop)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function delayText({ delay, at }: Hop): string {
  if (delay === null) return at === null ? t('no time') : t('begins')
  if (delay < 0) return t('{span} back', { span: span(-delay) })
  return gapText(delay).replace(/^\+/, '') || t('at once')
}
