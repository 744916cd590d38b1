/** Is a problem said outside the window? Not what was switched off, nor what is before one's eyes already. Pure. */
import type { Attention } from '../../shared/contract/system.ts'
import { noticeOf, type Preferences } from '../../shared/desktop/preferences.ts'
import { attentionPlace } from '../../shared/place/attention-place.ts'
import type { Place } from '../../shared/place/place.ts'

export function isWorthSaying(
  problem: Attention,
  { silenced }: Pick<Preferences, 'silenced'>,
  /** Where the window is that has the focus; null without one. */
  before: Place | null,
): boolean {
  const notice = noticeOf(problem.kind)
  if (notice === null || silenced.includes(notice)) return false
  return before === null || !shows(before, attentionPlace(problem))
}

/** The overview begins with whatever needs attention. */
function shows(before: Place, target: Place): boolean {
  if (before.panel === 'overview') return true
  return before.panel === target.panel && (target.item === null || before.item === target.item)
}
