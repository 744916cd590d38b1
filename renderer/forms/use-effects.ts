import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import type { ConfigurationChange, Effect } from '../../shared/contract/configuration.ts'
import { useEngine } from '../bridge/bridge-context.tsx'
import { isChanged } from './is-changed.ts'

/** Nobody reads while typing, and the engine looks at up to a thousand messages for an answer. */
const STILL_MS = 350

/**
 * What saving the form would do, while it is changed and what is typed is valid; `parse` is what the form's resolver
 * does with it, null where it is not valid.
 */
export function useEffects<Input extends FieldValues, Output>(
  form: UseFormReturn<Input, unknown, Output>,
  parse: (values: Input) => ConfigurationChange | null,
): readonly Effect[] {
  const { api } = useEngine()
  const [change, setChange] = useState<ConfigurationChange | null>(null)
  const { isDirty } = form.formState
  const values = isDirty ? JSON.stringify(form.watch()) : ''
  const typed = isDirty && isChanged(form) ? values : ''
  const ask = useEffectEvent((text: string) => setChange(text === '' ? null : parse(form.getValues())))
  useEffect(() => {
    const later = setTimeout(() => ask(typed), STILL_MS)
    return () => clearTimeout(later)
  }, [typed])
  const query = useQuery(
    api.configuration.preview.queryOptions({
      input: { change: change ?? NO_CHANGE },
      enabled: change !== null,
      // Sessions come and go: an old answer is no answer.
      staleTime: 0,
      gcTime: 0,
      placeholderData: (before) => before,
      retry: false,
    }),
  )
  return change === null || typed === '' ? [] : (query.data?.effects ?? [])
}

const NO_CHANGE: ConfigurationChange = { kind: 'document', document: {} }
