import { useId, useState } from 'react'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

export interface ViewNameDialogProps {
  title: string
  name: string
  onSave: (name: string) => void
  onClose: () => void
}

export function ViewNameDialog({ title, name, onSave, onClose }: ViewNameDialogProps) {
  const [text, setText] = useState(name)
  const id = useId()
  return (
    <Dialog open title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') onSave(text.trim())
        }}
      >
        <label htmlFor={id} className="mb-1 block font-medium">
          {t('Name')}
        </label>
        <input
          id={id}
          value={text}
          maxLength={36}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          className="h-7 w-full rounded border border-line-strong bg-raised px-2 focus:border-accent focus:outline-none focus-visible:ring-2 focus-visible:ring-accent/30"
        />
        <p className="mt-2 text-12 text-quiet">{t('It keeps the filter, the order and the columns.')}</p>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="primary" type="submit" disabled={text.trim() === ''}>
            {t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
