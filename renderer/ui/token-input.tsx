/** A list of short texts: each becomes a token on Enter, comma, space, paste, or when the field is left. */

import { X } from 'lucide-react'
import { type Ref, useState } from 'react'
import { t } from '../text/t.ts'
import { classNames } from './class-names.ts'
import { MiddleCut } from './middle-cut.tsx'

export interface TokenInputProps {
  id: string
  values: readonly string[]
  onChange: (values: string[]) => void
  placeholder?: string
  invalid?: boolean
  describedBy?: string | undefined
  /** A space ends a token too; off for names that may hold one. */
  splitsAtSpace?: boolean
  /** Which of the values are wrong. */
  wrong?: ReadonlySet<number>
  onBlur?: () => void
  ref?: Ref<HTMLInputElement>
}

export function TokenInput(props: TokenInputProps) {
  const {
    id,
    values,
    onChange,
    placeholder,
    invalid = false,
    describedBy,
    splitsAtSpace = true,
    wrong,
    onBlur,
    ref,
  } = props
  const [draft, setDraft] = useState('')
  const separator = splitsAtSpace ? /[\s,;]+/ : /[\n,;]+/

  const add = (text: string) => {
    const fresh = text.split(separator).map((part) => part.trim())
    const all = [...new Set([...values, ...fresh.filter((part) => part !== '')])]
    if (all.length !== values.length) onChange(all)
    setDraft('')
  }
  const remove = (value: string) => onChange(values.filter((other) => other !== value))

  return (
    <div
      className={classNames(
        'flex max-h-40 min-h-7 flex-wrap items-center gap-1 overflow-y-auto rounded border bg-raised p-0.75 focus-within:border-accent focus-within:ring-2 focus-within:ring-accent/30',
        invalid ? 'border-bad' : 'border-line-strong hover:border-faint',
      )}
    >
      {values.map((value, index) => (
        <span
          key={value}
          className={classNames(
            'inline-flex h-5 max-w-full items-center gap-0.5 rounded-sm pr-0.5 pl-1.5 font-mono text-12',
            wrong?.has(index) ? 'bg-bad/10 text-bad underline decoration-wavy' : 'bg-hover',
          )}
        >
          {/* Left to right: an Arabic or Hebrew local part must not change sides with its domain. */}
          <span dir="ltr" className="min-w-0">
            <MiddleCut text={value} />
          </span>
          <button
            type="button"
            aria-label={t('Remove {value}', { value })}
            onClick={() => remove(value)}
            className="inline-flex size-4 shrink-0 cursor-default items-center justify-center rounded-sm text-quiet hover:bg-hover hover:text-text"
          >
            <X size={11} />
          </button>
        </span>
      ))}
      <input
        ref={ref}
        id={id}
        value={draft}
        placeholder={values.length === 0 ? placeholder : undefined}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) =>
          separator.test(event.target.value) ? add(event.target.value) : setDraft(event.target.value)
        }
        onKeyDown={(event) => {
          // Also where nothing is typed: whoever ends each token with Enter would submit the form with one too many.
          if (event.key === 'Enter') {
            event.preventDefault()
            if (draft.trim() !== '') add(draft)
          } else if (event.key === 'Backspace' && draft === '') {
            const last = values.at(-1)
            if (last !== undefined) remove(last)
          }
        }}
        onBlur={() => {
          if (draft.trim() !== '') add(draft)
          onBlur?.()
        }}
        className="h-5 min-w-16 flex-1 bg-transparent px-1.5 font-mono text-12 outline-none placeholder:font-sans placeholder:text-13 placeholder:text-faint"
      />
    </div>
  )
}
