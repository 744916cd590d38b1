import { assertNever } from '../../../shared/domain/assert-never.ts'
import { AuditSection } from './audit-section.tsx'
import { BackupSection } from './backup-section.tsx'
import { CertificateSection } from './certificate-section.tsx'
import { DesktopSection } from './desktop-section.tsx'
import { DkimSection } from './dkim-section.tsx'
import { DnsForm } from './dns-form.tsx'
import { GeneralForm } from './general-form.tsx'
import { LimitsForm } from './limits-form.tsx'
import { ListenersSection } from './listeners-section.tsx'
import { LocalMailForm } from './local-mail-form.tsx'
import { RetentionForm } from './retention-form.tsx'
import { RetryForm } from './retry-form.tsx'
import { SettingsOf } from './settings-of.tsx'
import type { SettingsSection } from './settings-section.ts'
import { TransferSection } from './transfer-section.tsx'

export function SectionContent({ section }: { section: SettingsSection }) {
  switch (section) {
    case 'general':
      return <SettingsOf key={section} form={GeneralForm} />
    case 'listeners':
      return <ListenersSection />
    case 'certificate':
      return <CertificateSection />
    case 'dns':
      return <SettingsOf key={section} form={DnsForm} />
    case 'local':
      return <SettingsOf key={section} form={LocalMailForm} />
    case 'dkim':
      return <DkimSection />
    case 'limits':
      return <SettingsOf key={section} form={LimitsForm} />
    case 'retry':
      return <SettingsOf key={section} form={RetryForm} />
    case 'retention':
      return <SettingsOf key={section} form={RetentionForm} />
    case 'backup':
      return <BackupSection />
    case 'transfer':
      return <TransferSection />
    case 'audit':
      return <AuditSection />
    case 'desktop':
      return <DesktopSection />
    default:
      return assertNever(section)
  }
}
