import { Switch as Base } from '@base-ui/react/switch'

export interface SwitchProps {
  checked: boolean
  onChange: (checked: boolean) => void
  /** Accessible name, where no label stands beside it. */
  label?: string
  id?: string
  describedBy?: string | undefined
  disabled?: boolean
}

export function Switch({ checked, onChange, label, id, describedBy, disabled = false }: SwitchProps) {
  return (
    <Base.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(id === undefined ? {} : { id })}
      aria-describedby={describedBy}
      className="inline-flex h-4 w-7 shrink-0 cursor-default rounded-full bg-line-strong p-0.5 transition-colors data-checked:bg-accent data-disabled:opacity-50"
    >
      <Base.Thumb className="size-3 rounded-full bg-knob shadow-sm transition-transform data-checked:translate-x-3" />
    </Base.Root>
  )
}
