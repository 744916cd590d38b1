import { useMemo } from 'react'
import { classNames } from '../ui/class-names.ts'
import { textRuns } from './quoted-text.ts'

/** The text of a message: what is quoted steps back. Each paragraph runs in its own direction. */
export function PlainText({ text }: { text: string }) {
  const runs = useMemo(() => textRuns(text), [text])
  return (
    <div className="flex max-w-[90ch] flex-col select-text">
      {runs.map(({ kind, content }, index) => (
        <pre
          // biome-ignore lint/suspicious/noArrayIndexKey: a text does not change.
          key={index}
          dir="auto"
          className={classNames(
            'font-sans break-words whitespace-pre-wrap [unicode-bidi:plaintext]',
            kind === 'quoted' && 'border-line-strong border-s-2 ps-2.5 text-quiet',
            kind === 'signature' && 'text-quiet',
          )}
        >
          {content === '' ? ' ' : content}
        </pre>
      ))}
    </div>
  )
}
