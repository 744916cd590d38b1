import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import { idSchema } from '../../../shared/domain/id.ts'
import { type ParsedSessionFilter, parseSessionFilter } from '../../../shared/filter/session-filter.ts'
import { t } from '../../text/t.ts'

export const VIEWS = ['all', 'live', 'inbound', 'outbound', 'trouble'] as const
export type SessionView = (typeof VIEWS)[number]

const WORDS: Readonly<Record<SessionView, () => string>> = {
  all: () => t('All'),
  live: () => t('Live'),
  inbound: () => t('Inbound'),
  outbound: () => t('Outbound'),
  trouble: () => t('Problems'),
}

export function viewSegments() {
  return VIEWS.map((value) => ({ value, label: WORDS[value]() }))
}

export function sessionView(text: string | undefined): SessionView {
  return VIEWS.find((view) => view === text) ?? 'all'
}

const ASKS: Readonly<Record<SessionView, SessionFilter>> = {
  all: {},
  live: { outcomes: ['open'] },
  inbound: { direction: 'inbound' },
  outbound: { direction: 'outbound' },
  trouble: { outcomes: ['refused', 'failed'] },
}

/** What view, text and a message to look for ask of the engine. The text wins over the view. */
export function askedSessions(
  view: SessionView,
  text: string,
  message: string | undefined,
  now: number,
): ParsedSessionFilter {
  const { filter, problems } = parseSessionFilter(text, now, t)
  const ofMessage = idSchema.safeParse(message).success && message ? { messageId: message } : {}
  return { filter: { ...ASKS[view], ...ofMessage, ...filter }, problems }
}
