import { Search, X } from 'lucide-react'
import type { Ref } from 'react'
import { t } from '../text/t.ts'
import { classNames } from './class-names.ts'

export interface SearchBoxProps {
  label: string
  placeholder: string
  value: string
  onChange: (value: string) => void
  /** What is wrong with the text, in words. */
  problem?: string | null
  /** Searches within what is open, beside the filter of the list: "/" does not come here. */
  within?: boolean
  ref?: Ref<HTMLInputElement>
  className?: string
}

/** The filter of a list. Esc empties it, then leaves it; "/" from anywhere in the panel comes here. */
export function SearchBox({
  label,
  placeholder,
  value,
  onChange,
  problem,
  within = false,
  ref,
  className,
}: SearchBoxProps) {
  return (
    <div className={classNames('relative flex min-w-0 items-center', className)}>
      <Search size={14} aria-hidden="true" className="pointer-events-none absolute left-2 text-faint" />
      <input
        ref={ref}
        type="search"
        data-filter={within ? undefined : true}
        aria-label={label}
        aria-invalid={problem ? true : undefined}
        title={problem ?? undefined}
        placeholder={placeholder}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          if (value === '') event.currentTarget.blur()
          else onChange('')
        }}
        className="h-7 w-full appearance-none rounded border border-line-strong bg-raised pr-7 pl-7 placeholder:text-faint hover:border-faint focus:border-accent focus:outline-none focus-visible:ring-2 focus-visible:ring-accent/30 aria-invalid:border-bad [&::-webkit-search-cancel-button]:hidden"
      />
      {value === '' ? (
        !within && (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute right-2 rounded-sm border border-line px-1 font-sans text-11 text-faint"
          >
            /
          </span>
        )
      ) : (
        <button
          type="button"
          aria-label={t('Clear the filter')}
          onClick={() => onChange('')}
          className="absolute right-1 inline-flex size-5 cursor-default items-center justify-center rounded-sm text-quiet hover:bg-hover hover:text-text"
        >
          <X size={13} />
        </button>
      )}
    </div>
  )
}
