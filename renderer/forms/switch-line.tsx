import { useId } from 'react'
import { Switch } from '../ui/switch.tsx'

export interface SwitchLineProps {
  label: string
  hint?: string
  checked: boolean
  onChange: (checked: boolean) => void
}

/** A switch with its words, for a choice that is not one field of the form. */
export function SwitchLine({ label, hint, checked, onChange }: SwitchLineProps) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="flex flex-col gap-0.5">
        <label htmlFor={id} className="text-12 font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-note`} className="text-12 text-quiet">
            {hint}
          </p>
        )}
      </div>
      <Switch id={id} label={label} describedBy={`${id}-note`} checked={checked} onChange={onChange} />
    </div>
  )
}
