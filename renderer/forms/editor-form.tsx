/**
 * A form that saves to the engine: validates with the contract's schema, brings the engine's own objections to their
 * fields, and keeps its buttons in reach below.
 */

import { type ReactNode, useState } from 'react'
import { type FieldValues, FormProvider, type UseFormReturn } from 'react-hook-form'
import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { isConflict, issuesOf, placeIssues, problemText } from './server-issues.ts'
import { useShownErrors } from './use-shown-errors.ts'

export interface EditorFormProps<Input extends FieldValues, Output> {
  form: UseFormReturn<Input, unknown, Output>
  label: string
  /** Saves; what it rejects with is shown at the fields. */
  onSave: (values: Output) => Promise<void>
  /** Leaves; what was typed is given up by then. */
  onCancel?: () => void
  saveLabel?: string
  /** More buttons, at the left of Save. */
  extra?: ReactNode
  /** For a whole panel instead of an inspector: fields keep a readable width, Save stands below them. */
  narrow?: boolean
  /** There is nothing to save: the button is there, and does not ask for it. */
  atRest?: boolean
  /** What saving will do, above the buttons. */
  notes?: ReactNode
  children: ReactNode
}

export function EditorForm<Input extends FieldValues, Output>(props: EditorFormProps<Input, Output>) {
  const {
    form,
    label,
    onSave,
    onCancel,
    saveLabel = t('Save'),
    extra,
    narrow = false,
    atRest = false,
    notes,
    children,
  } = props
  const [problem, setProblem] = useState<string | null>(null)
  const fields = useShownErrors(form)

  const submit = form.handleSubmit(
    async (values) => {
      setProblem(null)
      try {
        await onSave(values)
        // What is saved is no unsaved change, where the form stays open.
        form.reset(form.getValues())
      } catch (error) {
        setProblem(showObjections(form, error))
      }
    },
    (errors) => setProblem(rootOnly(errors)),
  )

  const cancel = () => {
    form.reset()
    onCancel?.()
  }

  return (
    <FormProvider {...(form as unknown as UseFormReturn)}>
      <form
        aria-label={label}
        noValidate
        onSubmit={(event) => void submit(event).catch((error: unknown) => setProblem(problemText(error)))}
        className={narrow ? 'flex max-w-xl flex-col' : 'flex min-h-0 flex-1 flex-col'}
      >
        <div ref={fields} className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto px-4 pt-1 pb-5">
          {children}
        </div>
        <footer
          className={classNames(
            'flex shrink-0 flex-col gap-2 px-4 py-2.5',
            'border-line border-t',
            narrow && 'sticky bottom-0 bg-surface',
          )}
        >
          {notes}
          {problem && (
            <p role="alert" className="text-12 text-bad">
              {problem}
            </p>
          )}
          <div className="flex items-center justify-end gap-2">
            {extra && <div className="mr-auto flex gap-2">{extra}</div>}
            {onCancel && <Button onClick={cancel}>{t('Cancel')}</Button>}
            <Button type="submit" look={atRest ? 'plain' : 'primary'} busy={form.formState.isSubmitting}>
              {saveLabel}
            </Button>
          </div>
        </footer>
      </form>
    </FormProvider>
  )
}

/** Puts what the engine objects to at its fields; the text that is left belongs above the buttons. */
function showObjections<Input extends FieldValues, Output>(
  form: UseFormReturn<Input, unknown, Output>,
  error: unknown,
): string | null {
  const issues = issuesOf(error)
  const names = Object.keys(form.control._fields).flatMap((top) => fieldNames(form.control._fields[top], top))
  const placed = placeIssues(issues, names)
  for (const [name, message] of Object.entries(placed.fields))
    form.setError(name as Parameters<typeof form.setError>[0], { type: 'server', message })
  if (Object.keys(placed.fields).length === 0) return placed.rest[0] ?? atTakenName(form, names, error)
  return placed.rest[0] ?? null
}

/** The one refusal of a save without a field is a name that is taken: its text belongs where the name is typed. */
function atTakenName<Input extends FieldValues, Output>(
  form: UseFormReturn<Input, unknown, Output>,
  names: readonly string[],
  error: unknown,
): string | null {
  const name = names.find((candidate) => candidate === 'name' || candidate === 'username')
  if (!isConflict(error) || name === undefined) return problemText(error)
  form.setError(
    name as Parameters<typeof form.setError>[0],
    { type: 'server', message: problemText(error) },
    { shouldFocus: true },
  )
  return null
}

function fieldNames(field: unknown, path: string): string[] {
  if (typeof field !== 'object' || field === null) return []
  if ('_f' in field && Object.keys(field).length === 1) return [path]
  const inner = Object.entries(field).filter(([key]) => key !== '_f')
  return [
    '_f' in field ? [path] : [],
    ...inner.map(([key, value]) => fieldNames(value, `${path}.${key}`)),
  ].flat()
}

// A refinement over the whole object has no field of its own; say it where the eye is.
function rootOnly(errors: FieldValues): string | null {
  const root = errors.root ?? errors['']
  return typeof root?.message === 'string' ? root.message : null
}
