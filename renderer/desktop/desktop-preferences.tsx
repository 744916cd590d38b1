/** What belongs to this desktop and its person; how mail goes is in the settings. */
import type { Notice, Preferences } from '../../shared/desktop/preferences.ts'
import { NOTICES } from '../../shared/desktop/preferences.ts'
import { SwitchLine } from '../forms/switch-line.tsx'
import { t } from '../text/t.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { notify } from '../ui/toasts.tsx'
import { changePreferences, useDesktop } from './desktop.ts'

export function DesktopPreferences() {
  const preferences = useDesktop((state) => state.preferences)
  const about = useDesktop((state) => state.about)
  if (preferences === null || about === null)
    return <EmptyState text={t('These settings belong to the desktop application. Open Mailroom there.')} />
  return (
    <div className="flex flex-col gap-5">
      <section aria-label={t('Window and start')} className="flex flex-col gap-3">
        {about.hasTray && (
          <SwitchLine
            label={t('Go on in the tray when the window is closed')}
            hint={t('Otherwise closing the window quits Mailroom, and mail stops.')}
            checked={preferences.closeToTray}
            onChange={(closeToTray) => change({ closeToTray })}
          />
        )}
        {about.canStartAtLogin && (
          <SwitchLine
            label={t('Start when you sign in to this computer')}
            checked={preferences.startAtLogin}
            onChange={(startAtLogin) => change({ startAtLogin })}
          />
        )}
        {about.canStartAtLogin && preferences.startAtLogin && (
          <SwitchLine
            label={t('Start without a window')}
            checked={preferences.startHidden}
            onChange={(startHidden) => change({ startHidden })}
          />
        )}
        <SwitchLine
          label={t('Look for updates now and then')}
          hint={t('Nothing is installed without you.')}
          checked={preferences.automaticUpdates}
          onChange={(automaticUpdates) => change({ automaticUpdates })}
        />
      </section>
      <Notifications preferences={preferences} />
    </div>
  )
}

const NOTICE_NAMES: Record<Notice, () => string> = {
  route: () => t('A route is down'),
  'sign-in': () => t('A sign-in ended or ends soon'),
  'queue-stuck': () => t('The queue does not move'),
  'device-silent': () => t('A device is silent for unusually long'),
  disk: () => t('The disk is nearly full'),
  listener: () => t('A listener is not running'),
  backup: () => t('A backup failed'),
}

function Notifications({ preferences: { silenced } }: { preferences: Preferences }) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-semibold">{t('Notify me when')}</legend>
      {NOTICES.map((notice) => (
        <SwitchLine
          key={notice}
          label={NOTICE_NAMES[notice]()}
          checked={!silenced.includes(notice)}
          onChange={(on) =>
            change({ silenced: on ? silenced.filter((other) => other !== notice) : [...silenced, notice] })
          }
        />
      ))}
    </fieldset>
  )
}

function change(preferences: Partial<Preferences>): void {
  changePreferences(preferences).catch((error: unknown) =>
    notify({ text: error instanceof Error ? error.message : t('That could not be kept.'), tone: 'problem' }),
  )
}
