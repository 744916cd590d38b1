import { Rocket } from 'lucide-react'
import { useLive } from '../live/live-store.ts'
import { hrefOf, useLocation } from '../location/location-store.ts'
import { t } from '../text/t.ts'
import { classNames } from '../ui/class-names.ts'
import { Logo } from './logo.tsx'
import { panelBadge } from './panel-badge.ts'
import { PANEL_LIST, type PanelInfo } from './panels.ts'
import { SkipLink } from './skip-link.tsx'
import { useSetupIsOpen } from './use-setup-state.ts'

/** Only while it is not done: later it is found in the palette and the Overview. */
const SETUP: PanelInfo = { panel: 'setup', label: () => t('Guided start'), icon: Rocket, letter: '' }

export function Sidebar() {
  const setupIsOpen = useSetupIsOpen()
  return (
    <nav
      aria-label={t('Panels')}
      className="relative flex w-52 shrink-0 flex-col gap-0.5 border-line border-r bg-sunken p-2"
    >
      <SkipLink />
      <div className="mb-1 flex h-9 items-center gap-2 px-2">
        <Logo />
        <span className="font-semibold">Mailroom</span>
      </div>
      {PANEL_LIST.map((info) => (
        <PanelLink key={info.panel} info={info} />
      ))}
      {setupIsOpen && <PanelLink info={SETUP} />}
    </nav>
  )
}

function PanelLink({ info }: { info: PanelInfo }) {
  const current = useLocation((state) => state.place.panel === info.panel)
  const badge = useLive((state) =>
    state.status ? JSON.stringify(panelBadge(info.panel, state.status)) : 'null',
  )
  const shown = JSON.parse(badge) as ReturnType<typeof panelBadge>
  const Icon = info.icon
  return (
    <a
      href={hrefOf(info.panel)}
      aria-current={current ? 'page' : undefined}
      aria-description={shown?.description}
      draggable={false}
      className={classNames(
        'flex h-7 cursor-default items-center gap-2.5 rounded px-2 transition-colors',
        current ? 'bg-selected font-medium' : 'text-quiet hover:bg-hover hover:text-text',
      )}
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden="true" className={current ? 'text-accent' : ''} />
      <span className="flex-1">{info.label()}</span>
      {shown && (
        <span
          aria-hidden="true"
          title={shown.description}
          className={classNames(
            'text-12',
            shown.tone === 'quiet' && 'text-quiet',
            shown.tone === 'warn' && 'px-1 font-semibold text-warn',
            shown.tone === 'bad' && 'px-1 font-semibold text-bad',
          )}
        >
          {shown.text}
        </span>
      )}
    </a>
  )
}
