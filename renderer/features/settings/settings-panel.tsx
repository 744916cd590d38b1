import { Plus } from 'lucide-react'
import { goTo, openItem, useLocation } from '../../location/location-store.ts'
import { Button } from '../../ui/button.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { CertificateSection } from './certificate-section.tsx'
import { GeneralForm, RetentionForm, RetryForm } from './general-forms.tsx'
import { ListenersSection } from './listeners-section.tsx'
import { SettingsOf } from './settings-of.tsx'
import { SECTIONS, type SettingsSection, sectionFrom } from './settings-section.ts'

/** Everything that is set once and seldom touched. */
export function SettingsPanel() {
  const section = useLocation((state) => sectionFrom(state.place.params.section))
  return (
    <>
      <PanelHeader
        title="Settings"
        actions={
          section === 'listeners' && (
            <Button look="primary" icon={<Plus size={14} />} onClick={() => openItem('new')}>
              Add listener
            </Button>
          )
        }
      />
      <div className="flex h-10 shrink-0 items-center px-3">
        <Segmented
          label="Section"
          segments={SECTIONS}
          value={section}
          onChange={(next) => goTo('settings', { params: { section: next } })}
        />
      </div>
      <Content section={section} />
    </>
  )
}

function Content({ section }: { section: SettingsSection }) {
  switch (section) {
    case 'general':
      return <SettingsOf key="general" form={GeneralForm} />
    case 'listeners':
      return <ListenersSection />
    case 'certificate':
      return <CertificateSection />
    case 'retry':
      return <SettingsOf key="retry" form={RetryForm} />
    case 'retention':
      return <SettingsOf key="retention" form={RetentionForm} />
  }
}
