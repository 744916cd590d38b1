import { Plus } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useDesktop } from '../../desktop/desktop.ts'
import { openItem, useLocation } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { FoundSettings } from './found-settings.tsx'
import { SectionContent } from './section-content.tsx'
import { findSettings, settingsIndex } from './settings-index.ts'
import { SettingsNav } from './settings-nav.tsx'
import { sectionFrom } from './settings-section.ts'
import { useFieldHighlight } from './use-field-highlight.ts'

/** Everything that is set once and seldom touched: sections at the left, a search over all of them above. */
export function SettingsPanel() {
  const section = useLocation((state) => sectionFrom(state.place.params.section))
  const hasDesktop = useDesktop(({ client }) => client !== null)
  const [text, setText] = useState('')
  const box = useRef<HTMLInputElement>(null)
  const content = useFieldHighlight()
  const isList = section === 'listeners' || section === 'dkim'
  const found = findSettings(settingsIndex(hasDesktop), text)
  useFindKey(box)

  const leaveBox = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
    const first = content.current?.querySelector<HTMLElement>('[data-found-setting]')
    if (!first) return
    event.preventDefault()
    if (event.key === 'Enter') first.click()
    else first.focus()
  }
  return (
    <>
      <PanelHeader
        title={t('Settings')}
        actions={
          isList &&
          text === '' && (
            <Button look="primary" icon={<Plus size={14} />} onClick={() => openItem('new')}>
              {section === 'listeners' ? t('Add listener') : t('Make key')}
            </Button>
          )
        }
      >
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the field inside. */}
        <div className="w-72 min-w-0" onKeyDown={leaveBox}>
          <SearchBox
            ref={box}
            label={t('Search the settings')}
            placeholder={t('Search the settings')}
            value={text}
            onChange={setText}
          />
        </div>
      </PanelHeader>
      <div className="flex min-h-0 flex-1">
        <SettingsNav section={section} hasDesktop={hasDesktop} onGo={() => setText('')} />
        <div
          ref={content}
          className={classNames('flex min-h-0 min-w-0 flex-1 flex-col', !(isList && text === '') && 'pt-3')}
        >
          {text.trim() === '' ? (
            <SectionContent section={section} />
          ) : (
            <FoundSettings text={text} found={found} onGo={() => setText('')} onClear={() => setText('')} />
          )}
        </div>
      </div>
    </>
  )
}

/** Ctrl or Cmd F, besides "/": here it looks through all settings, not through what happens to be shown. */
function useFindKey(box: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'f') return
      event.preventDefault()
      box.current?.focus()
      box.current?.select()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [box])
}
