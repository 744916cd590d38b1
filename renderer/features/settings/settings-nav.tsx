import { hrefOf } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { SECTION_GROUPS, type SettingsSection, sectionLabel } from './settings-section.ts'

/** The sections, in groups. */
export function SettingsNav({
  section,
  hasDesktop,
  onGo,
}: {
  section: SettingsSection
  hasDesktop: boolean
  onGo: () => void
}) {
  return (
    <nav
      aria-label={t('Sections of the settings')}
      className="flex w-44 shrink-0 flex-col gap-4 overflow-y-auto border-line border-r px-2 py-3"
    >
      {SECTION_GROUPS.filter(({ sections }) => hasDesktop || sections[0] !== 'desktop').map((group) => (
        <div key={group.sections[0]} className="flex flex-col gap-0.5">
          <p className="px-2 pb-1 text-12 text-quiet">{group.label()}</p>
          {group.sections.map((each) => (
            <a
              key={each}
              href={hrefOf('settings', { params: { section: each } })}
              onClick={onGo}
              aria-current={each === section ? 'page' : undefined}
              className={classNames(
                'flex h-7 cursor-default items-center rounded px-2 transition-colors',
                each === section ? 'bg-selected font-medium' : 'hover:bg-hover',
              )}
            >
              <span className="truncate">{sectionLabel(each)}</span>
            </a>
          ))}
        </div>
      ))}
    </nav>
  )
}
