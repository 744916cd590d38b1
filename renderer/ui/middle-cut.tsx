import { tailStart } from '../format/tail-start.ts'

/** A beginning this short is never cut: the ellipsis would not be shorter. */
const WHOLE_HEAD = 5

/**
 * An address on one line that loses the end of its local part where room is short, and only then the end of its domain;
 * the whole of it is the tooltip. Left to the style sheet: measured by script, a page of addresses costs a layout more.
 */
export function MiddleCut({ text }: { text: string }) {
  const at = tailStart(text)
  const head = text.slice(0, at)
  return (
    <span dir="ltr" title={text} className="flex min-w-0">
      {/* Each its own direction: an Arabic local part must not change sides with its domain. */}
      <bdi
        className={
          head.length <= WHOLE_HEAD
            ? 'shrink-0 whitespace-pre'
            : 'min-w-[4ch] shrink-[1000] overflow-hidden text-ellipsis whitespace-pre'
        }
      >
        {head}
      </bdi>
      <bdi className="min-w-0 overflow-hidden text-ellipsis whitespace-pre">{text.slice(at)}</bdi>
    </span>
  )
}
