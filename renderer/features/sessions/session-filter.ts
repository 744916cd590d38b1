import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import { idSchema } from '../../../shared/domain/id.ts'

export const DIRECTIONS = [
  { value: 'all', label: 'All' },
  { value: 'inbound', label: 'Inbound' },
  { value: 'outbound', label: 'Outbound' },
  { value: 'trouble', label: 'Problems' },
] as const

export type SessionView = (typeof DIRECTIONS)[number]['value']

export function sessionView(text: string | undefined): SessionView {
  return DIRECTIONS.find((choice) => choice.value === text)?.value ?? 'all'
}

/** What view, text and a message to look for ask of the engine. */
export function sessionFilter(view: SessionView, text: string, message: string | undefined): SessionFilter {
  return {
    ...(view === 'inbound' || view === 'outbound' ? { direction: view } : {}),
    ...(view === 'trouble' ? { outcomes: ['refused' as const, 'failed' as const] } : {}),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(idSchema.safeParse(message).success ? { messageId: message } : {}),
  }
}
