import { t } from '../../text/t.ts'
import { EmptyState } from '../../ui/empty-state.tsx'

/** Of this computer's desktop, where there is one. */
export function DesktopSection() {
  return <EmptyState text={t('These settings belong to the desktop application. Open Mailroom there.')} />
}
