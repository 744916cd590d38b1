import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { linkTarget } from './link-target.ts'

export interface AskedLink {
  readonly address: string
  readonly text: string
}

/** A link of a message is opened only by somebody who has seen where it leads. */
export function LinkDialog({ link, onClose }: { link: AskedLink; onClose: () => void }) {
  const { address, opens, host, pretends } = linkTarget(link.address, link.text)
  const open = () => {
    window.open(address, '_blank', 'noopener,noreferrer')
    onClose()
  }
  return (
    <Dialog open title={opens ? t('Open this link?') : t('This link is not opened')} onClose={onClose}>
      <div className="flex flex-col gap-3">
        {pretends !== null && (
          <Notice tone="bad">
            <p>{t('The text says {named}, but the link leads to {host}.', { named: pretends, host })}</p>
          </Notice>
        )}
        {host !== '' && <p className="font-medium break-words">{host}</p>}
        <div className="flex items-start gap-1 rounded bg-sunken px-2.5 py-1.5">
          <p className="max-h-40 min-w-0 flex-1 overflow-auto font-mono text-12 break-all select-text">
            {address}
          </p>
          <CopyButton text={address} label={t('Copy the link')} className="-my-1" />
        </div>
        <p className="text-quiet">
          {opens
            ? t('It opens in your browser. Whoever runs the site learns that you did.')
            : t('Only links to https pages are opened from here. Copy it if you trust it.')}
        </p>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{opens ? t('Cancel') : t('Close')}</Button>
          {opens && (
            <Button look={pretends === null ? 'primary' : 'danger'} onClick={open}>
              {t('Open in the browser')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  )
}
