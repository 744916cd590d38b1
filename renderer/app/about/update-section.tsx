import type { DesktopClient } from '../../../shared/desktop/desktop-contract.ts'
import type { UpdateState } from '../../../shared/desktop/update-state.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { useDesktop } from '../../desktop/desktop.ts'
import { Time } from '../../live/time.tsx'
import { rich, t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { plainNotes } from './plain-notes.ts'

/** Is there a newer one? Nothing in a browser: whoever runs the server sees to that. */
export function UpdateSection() {
  const client = useDesktop((state) => state.client)
  const update = useDesktop((state) => state.update)
  if (client === null || update === null) return null
  return (
    <section aria-label={t('Updates')} className="flex flex-col gap-2 rounded border border-line p-3">
      <div className="flex min-h-7 items-center gap-3">
        <p role="status" className="min-w-0 flex-1">
          {sentence(update)}
        </p>
        <Step update={update} client={client} />
      </div>
      {update.kind === 'downloading' && (
        <progress
          aria-label={t('Download')}
          max={100}
          value={update.percent}
          className="h-1 w-full appearance-none overflow-hidden rounded-full bg-sunken accent-accent"
        />
      )}
      {'notes' in update && update.notes !== '' && (
        <pre className="max-h-40 overflow-auto font-sans text-12 whitespace-pre-wrap text-quiet">
          {plainNotes(update.notes)}
        </pre>
      )}
    </section>
  )
}

function sentence(update: UpdateState) {
  switch (update.kind) {
    case 'off':
      return update.reason
    case 'idle':
      return update.checkedAt === null
        ? t('Updates are looked for now and then.')
        : rich('This is the newest version; asked {time}.', { time: <Time at={update.checkedAt} /> })
    case 'checking':
      return t('Looking for a newer version…')
    case 'available':
      return t('Mailroom {version} is there.', { version: update.version })
    case 'downloading':
      return t('Downloading Mailroom {version}: {percent} %', {
        version: update.version,
        percent: Math.round(update.percent),
      })
    case 'ready':
      return t('Mailroom {version} is ready. The restart lets running deliveries finish first.', {
        version: update.version,
      })
    case 'restarting':
      return t('Bringing mail to rest, then Mailroom {version} starts…', { version: update.version })
    case 'failed':
      return update.message
    default:
      return assertNever(update)
  }
}

/** What fails is told by the state itself. */
function Step({ update, client }: { update: UpdateState; client: DesktopClient }) {
  const act = (run: () => Promise<unknown>) => () => void run().catch(() => {})
  switch (update.kind) {
    case 'idle':
    case 'failed':
      return <Button onClick={act(() => client.updates.check())}>{t('Check now')}</Button>
    case 'checking':
      return <Button busy>{t('Check now')}</Button>
    case 'available':
      return (
        <Button look="primary" onClick={act(() => client.updates.download())}>
          {t('Download')}
        </Button>
      )
    case 'ready':
      return (
        <Button look="primary" onClick={act(() => client.updates.restart())}>
          {t('Restart to update')}
        </Button>
      )
    default:
      return null
  }
}
