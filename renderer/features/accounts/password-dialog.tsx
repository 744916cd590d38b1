import { useLive } from '../../live/live-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/facts.tsx'

export interface ShownPassword {
  readonly username: string
  readonly password: string
}

/** A password that was just made, with what else the device wants to know. Closed, it cannot be seen again. */
export function PasswordDialog({ shown, onClose }: { shown: ShownPassword | null; onClose: () => void }) {
  const listener = useLive((state) =>
    state.status?.listeners.find((candidate) => candidate.state === 'listening'),
  )
  return (
    <Dialog
      open={shown !== null}
      title={t('Password of {name}', { name: shown?.username ?? '' })}
      onClose={onClose}
    >
      {shown && (
        <div className="flex flex-col gap-4">
          <p className="text-quiet">
            {t('It is shown this once. Put it into the device now, or into a password manager.')}
          </p>
          <div className="flex items-center gap-2 rounded border border-line bg-sunken py-1.5 pr-1.5 pl-3">
            <output
              aria-label={t('Password')}
              className="min-w-0 flex-1 font-mono text-15 break-all select-all"
            >
              {shown.password}
            </output>
            <CopyButton text={shown.password} label={t('Copy the password')} />
          </div>
          <Facts
            facts={[
              {
                label: t('User name'),
                value: <span className="font-mono text-12 select-text">{shown.username}</span>,
              },
              ...(listener
                ? [
                    {
                      label: t('Server (SMTP)'),
                      value: <span className="font-mono text-12 select-text">{listener.host}</span>,
                    },
                    {
                      label: t('Port'),
                      value: <span className="font-mono text-12 select-text">{listener.port}</span>,
                    },
                  ]
                : []),
            ]}
          />
          <Button look="primary" className="self-end" onClick={onClose}>
            {t('Done')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}
