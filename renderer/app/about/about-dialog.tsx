import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { About } from '../../../shared/contract/support.ts'
import type { DesktopAbout } from '../../../shared/desktop/desktop-contract.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { useDesktop } from '../../desktop/desktop.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { showDialog } from '../dialogs-store.ts'
import { Logo } from '../logo.tsx'
import { LicenseList } from './license-list.tsx'
import { UpdateSection } from './update-section.tsx'

export function AboutDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog wide open={open} title={t('About Mailroom')} onClose={onClose}>
      {open && <Body onClose={onClose} />}
    </Dialog>
  )
}

function Body({ onClose }: { onClose: () => void }) {
  const { api } = useEngine()
  const about = useQuery(api.support.about.queryOptions()).data
  const desktop = useDesktop((state) => state.about)
  const [licenses, setLicenses] = useState(false)
  const versions = componentsOf(about, desktop)
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-center gap-3">
        <Logo />
        <p className="min-w-0 flex-1">
          <span className="font-semibold">Mailroom {about?.version ?? desktop?.version}</span>
          <span className="block text-12 text-quiet">
            {t('An SMTP server and a durable relay queue for the small office. MIT licence.')}
          </span>
        </p>
        <CopyButton label={t('Copy the versions')} text={asText(about, desktop)} />
      </div>
      <UpdateSection />
      <Facts facts={facts(about, desktop, versions)} />
      {licenses ? (
        <LicenseList shown={licenses} />
      ) : (
        <Button className="self-start" onClick={() => setLicenses(true)}>
          {t('Licences of what is built in')}
        </Button>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={() => showDialog('support-bundle')}>{t('Support bundle…')}</Button>
        <Button look="primary" onClick={onClose}>
          {t('Close')}
        </Button>
      </div>
    </div>
  )
}

function facts(about: About | undefined, desktop: DesktopAbout | null, versions: string): Fact[] {
  return [
    { label: t('Built on'), value: versions === '' ? t('Asking…') : versions },
    { label: t('System'), value: about?.platform ?? desktop?.platform ?? '' },
    {
      label: t('Data folder'),
      value: <span className="font-mono text-12 break-all">{about?.dataFolder ?? ''}</span>,
    },
  ]
}

/** The window's own parts first; what both name, once. */
function componentsOf(about: About | undefined, desktop: DesktopAbout | null): string {
  const named = new Map(
    [...(desktop?.components ?? []), ...(about?.components ?? [])].map(({ name, version }) => [
      name,
      version,
    ]),
  )
  return [...named].map(([name, version]) => `${name} ${version}`).join(', ')
}

function asText(about: About | undefined, desktop: DesktopAbout | null): string {
  return [
    `Mailroom ${about?.version ?? desktop?.version ?? ''}`,
    componentsOf(about, desktop),
    about?.platform ?? desktop?.platform ?? '',
  ].join('\n')
}
