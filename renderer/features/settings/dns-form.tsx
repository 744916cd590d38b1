import type { Settings } from '../../../shared/contract/settings.ts'
import { TokensField } from '../../forms/fields.tsx'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { DnsTrial } from './dns-trial.tsx'
import { SettingsForm } from './settings-form.tsx'

export function DnsForm({ settings }: { settings: Settings }) {
  return (
    <SettingsForm settings={settings} label={t('DNS')}>
      <FormGroup title={t('Who is asked')}>
        <TokensField
          name="dnsServers"
          label={t('DNS servers')}
          placeholder={t('as the system')}
          hint={t('Addresses, with a port where it is not 53: 192.168.1.1 or 127.0.0.1:5353.')}
        />
      </FormGroup>
      <DnsTrial />
    </SettingsForm>
  )
}
