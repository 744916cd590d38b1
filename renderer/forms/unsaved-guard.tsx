/** What was typed is not lost by a click elsewhere: leaving asks first. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { guardLeaving, useLocation } from '../location/location-store.ts'
import type { Place } from '../location/place.ts'
import { t } from '../text/t.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { isChanged } from './is-changed.ts'

/** To be rendered inside of the form's panel; asks only while something is typed and not being saved. */
export function UnsavedGuard<Input extends FieldValues, Output>({
  form,
}: {
  form: UseFormReturn<Input, unknown, Output>
}): ReactNode {
  const { isDirty, isSubmitting } = form.formState
  const [leave, setLeave] = useState<{ readonly go: () => void } | null>(null)
  const holds = useRef((): boolean => false)
  // Asked when somebody leaves, which can be in one step with giving up, before anything is rendered.
  holds.current = () => isDirty && !isSubmitting && isChanged(form)

  useEffect(() => {
    const unguard = guardLeaving((next, go) => {
      if (!holds.current() || !leaves(useLocation.getState().place, next)) return false
      setLeave({ go })
      return true
    })
    const unload = (event: BeforeUnloadEvent) => {
      if (holds.current()) event.preventDefault()
    }
    globalThis.addEventListener('beforeunload', unload)
    return () => {
      unguard()
      globalThis.removeEventListener('beforeunload', unload)
    }
  }, [])

  return (
    <ConfirmDialog
      open={leave !== null}
      title={t('Leave without saving?')}
      action={t('Discard changes')}
      onConfirm={() => {
        holds.current = () => false
        setLeave(null)
        leave?.go()
      }}
      onClose={() => setLeave(null)}
    >
      {t('What you changed here is not saved yet.')}
    </ConfirmDialog>
  )
}

/** Another panel, section or thing; a search inside of it leaves nothing. */
function leaves(now: Place, next: Place): boolean {
  return now.panel !== next.panel || now.item !== next.item || now.params.section !== next.params.section
}
