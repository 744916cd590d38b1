import { useEngine } from '../bridge/bridge-context.tsx'
import { useLive } from '../live/live-store.ts'
import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'

/** A lost connection, said calmly: what is shown stays, and comes up to date by itself. */
export function ConnectionBanner() {
  const { bridge } = useEngine()
  const connection = useLive((state) => state.connection)
  if (connection.kind !== 'reconnecting') return null
  return (
    <div
      role="status"
      className="flex h-9 shrink-0 animate-appear items-center gap-3 border-line border-b bg-warn/12 px-4"
    >
      <p className="min-w-0 flex-1 truncate" title={connection.reason}>
        {t('Connecting to the mail engine again. What you see may be out of date.')}
      </p>
      <Button look="quiet" className="h-6" onClick={() => bridge.reconnect()}>
        {t('Try now')}
      </Button>
    </div>
  )
}
