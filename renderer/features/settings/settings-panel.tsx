import { Plus } from 'lucide-react'
import { goTo, openItem, useLocation } from '../../location/location-store.ts'
import { Button } from '../../ui/button.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { CertificateSection } from './certificate-section.tsx'
import { DkimSection } from './dkim-section.tsx'
import { GeneralForm, RetentionForm, RetryForm } from './general-forms.tsx'
import { LimitsForm } from './limits-form.tsx'
import { ListenersSection } from './listeners-section.tsx'
import { LocalMailForm } from './local-mail-form.tsx'
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
          (section === 'listeners' || section === 'dkim') && (
            <Button look="primary" icon={<Plus size={14} />} onClick={() => openItem('new')}>
              {section === 'listeners' ? 'Add listener' : 'Make key'}
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
    case 'local':
      return <SettingsOf key="local" form={LocalMailForm} />
    case 'limits':
      return <SettingsOf key="limits" form={LimitsForm} />
    case 'dkim':
      return <DkimSection />
    case 'certificate':
      return <CertificateSection />
    case 'retry':
      return <SettingsOf key="retry" form={RetryForm} />
    case 'retention':
      return <SettingsOf key="retention" form={RetentionForm} />
  }
}
