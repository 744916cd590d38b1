import { Monitor, Moon, Sun } from 'lucide-react'
import { useDesktop } from '../desktop/desktop.ts'
import { useLive } from '../live/live-store.ts'
import { hrefOf } from '../location/location-store.ts'
import { t } from '../text/t.ts'
import { classNames } from '../ui/class-names.ts'
import { Hint } from '../ui/hint.tsx'
import { showDialog } from './dialogs-store.ts'
import { statusSentence } from './status-sentence.ts'
import { chooseTheme, type ThemeChoice, useTheme } from './theme.ts'

const DOTS = { ok: 'bg-ok', warn: 'bg-warn', bad: 'bg-bad', unknown: 'bg-faint' }

export function StatusBar() {
  const connection = useLive((state) => state.connection)
  const status = useLive((state) => state.status)
  const sentence = statusSentence(connection, status)
  return (
    <footer className="flex h-7 shrink-0 items-center gap-3 border-line border-t bg-sunken pr-1.5 pl-4 text-12 text-quiet">
      <span aria-hidden="true" className={classNames('size-2 shrink-0 rounded-full', DOTS[sentence.tone])} />
      <p className="-ml-1 min-w-0 flex-1 truncate">
        {sentence.parts.map((part, index) => (
          <span key={part.text}>
            {index > 0 && <span className="text-faint"> · </span>}
            <a
              href={hrefOf(part.panel, part.params ? { params: part.params } : {})}
              className="cursor-default rounded-sm hover:text-text hover:underline"
            >
              {part.text}
            </a>
          </span>
        ))}
      </p>
      <UpdateHint />
      {status && (
        <button
          type="button"
          aria-label={t('About Mailroom v{version}', { version: status.version })}
          onClick={() => showDialog('about')}
          className="cursor-default rounded-sm text-faint hover:text-text hover:underline"
        >
          v{status.version}
        </button>
      )}
      <ThemeToggle />
    </footer>
  )
}

/** Said where one looks last: an update is no emergency. */
function UpdateHint() {
  const update = useDesktop((state) => state.update)
  if (update?.kind !== 'available' && update?.kind !== 'ready') return null
  return (
    <button
      type="button"
      onClick={() => showDialog('about')}
      className="cursor-default rounded-sm text-accent hover:underline"
    >
      {update.kind === 'ready'
        ? t('Restart to update')
        : t('Mailroom {version} is there', { version: update.version })}
    </button>
  )
}

const NEXT: Record<ThemeChoice, { readonly choice: ThemeChoice; readonly says: () => string }> = {
  system: { choice: 'light', says: () => t('Theme: as the system. Switch to light') },
  light: { choice: 'dark', says: () => t('Theme: light. Switch to dark') },
  dark: { choice: 'system', says: () => t('Theme: dark. Follow the system') },
}
const ICONS = { system: Monitor, light: Sun, dark: Moon }

function ThemeToggle() {
  const choice = useTheme((state) => state.choice)
  const Icon = ICONS[choice]
  return (
    <Hint text={NEXT[choice].says()}>
      <button
        type="button"
        aria-label={NEXT[choice].says()}
        onClick={() => chooseTheme(NEXT[choice].choice)}
        className="inline-flex size-6 cursor-default items-center justify-center rounded-sm hover:bg-hover hover:text-text"
      >
        <Icon size={13} />
      </button>
    </Hint>
  )
}
