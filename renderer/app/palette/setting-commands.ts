import { Settings2 } from 'lucide-react'
import type { Command } from '../../commands/command.ts'
import { placeOf, settingsIndex } from '../../features/settings/settings-index.ts'
import { sectionLabel } from '../../features/settings/settings-section.ts'
import { goTo } from '../../location/location-store.ts'

/** Every field of the settings by its name, and by the words that people look for it by. */
export function settingCommands(hasDesktop: boolean): Command[] {
  return settingsIndex(hasDesktop).map((entry) => ({
    id: `setting:${entry.section}.${entry.field}`,
    group: 'setting',
    title: entry.label,
    detail: sectionLabel(entry.section),
    keywords: entry.words,
    icon: Settings2,
    run: () => goTo('settings', placeOf(entry)),
  }))
}
