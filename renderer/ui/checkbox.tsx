import { Check } from 'lucide-react'
import { classNames } from './class-names.ts'

export interface CheckboxProps {
  checked: boolean
  label: string
  onClick: (event: React.MouseEvent) => void
  className?: string
  tabIndex?: number
}

/** A bare box for rows of a list: the click decides, with its modifier keys. */
export function Checkbox({ checked, label, onClick, className, tabIndex = 0 }: CheckboxProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native checkbox swallows the modifier keys of a range selection.
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      tabIndex={tabIndex}
      onClick={onClick}
      className={classNames(
        'inline-flex size-3.5 shrink-0 cursor-default items-center justify-center rounded-[3px] border transition-colors',
        checked
          ? 'border-accent bg-accent text-on-accent'
          : 'border-line-strong bg-raised hover:border-faint',
        className,
      )}
    >
      {checked && <Check size={11} strokeWidth={3} aria-hidden="true" />}
    </button>
  )
}
