/** A list of short texts: each becomes a token on Enter, comma, space, paste, or when the field is left. */
import { X } from 'lucide-react'
import { useState } from 'react'
import { classNames } from './class-names.ts'

export interface TokenInputProps {
  id: string
  values: readonly string[]
  onChange: (values: string[]) => void
  placeholder?: string
  invalid?: boolean
  describedBy?: string | undefined
  /** A space ends a token too; off for names that may hold one. */
  splitsAtSpace?: boolean
  onBlur?: () => void
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
    onBlur,
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
        'flex min-h-7 flex-wrap items-center gap-1 rounded border bg-raised p-0.75 focus-within:border-accent focus-within:ring-2 focus-within:ring-accent/30',
        invalid ? 'border-bad' : 'border-line-strong hover:border-faint',
      )}
    >
      {values.map((value) => (
        <span
          key={value}
          className="inline-flex h-5 max-w-full items-center gap-0.5 rounded-sm bg-hover pr-0.5 pl-1.5 font-mono text-12"
        >
          <span className="truncate" title={value}>
            {value}
          </span>
          <button
            type="button"
            aria-label={`Remove ${value}`}
            onClick={() => remove(value)}
            className="inline-flex size-4 shrink-0 cursor-default items-center justify-center rounded-sm text-quiet hover:bg-hover hover:text-text"
          >
            <X size={11} />
          </button>
        </span>
      ))}
      <input
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
          if (event.key === 'Enter' && draft.trim() !== '') {
            event.preventDefault()
            add(draft)
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
