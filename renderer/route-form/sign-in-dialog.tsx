import { CircleAlert, CircleCheck, ExternalLink } from 'lucide-react'
import { assertNever } from '../../shared/domain/assert-never.ts'
import { Time } from '../live/time.tsx'
import { rich, t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { LoadingBar } from '../ui/loading-bar.tsx'
import type { SignInProgress } from './use-sign-in.ts'

export interface SignInDialogProps {
  progress: SignInProgress
  onRetry: () => void
  onClose: () => void
}

function closeWord(kind: SignInProgress['kind']): string {
  if (kind === 'signed-in') return t('Done')
  return kind === 'failed' ? t('Close') : t('Cancel')
}

/** A sign-in while it goes on: where to go, what to type there, and how it ended. */
export function SignInDialog({ progress, onRetry, onClose }: SignInDialogProps) {
  return (
    <Dialog open={progress.kind !== 'idle'} title={t('Sign in')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <Step progress={progress} />
        <div className="flex justify-end gap-2">
          <Button look={progress.kind === 'signed-in' ? 'primary' : 'plain'} onClick={onClose}>
            {closeWord(progress.kind)}
          </Button>
          {progress.kind === 'failed' && (
            <Button look="primary" onClick={onRetry}>
              {t('Try again')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  )
}

function Step({ progress }: { progress: SignInProgress }) {
  switch (progress.kind) {
    case 'idle':
      return null
    case 'starting':
      return <LoadingBar label={t('Asking the provider')} />
    case 'browser':
      return (
        <>
          <p>
            {t(
              'Your browser shows the provider’s sign-in page. Come back here when it says that you are done.',
            )}
          </p>
          <Address url={progress.url} />
          <LoadingBar label={t('Waiting for the sign-in')} />
        </>
      )
    case 'device':
      return (
        <>
          <p>{t('Open this page on any device and enter the code.')}</p>
          <Address url={progress.url} />
          <div className="flex items-center gap-2 rounded border border-line bg-sunken py-2 pr-1.5 pl-3">
            <output
              aria-label={t('Code')}
              className="min-w-0 flex-1 font-mono text-20 tracking-wider select-all"
            >
              {progress.userCode}
            </output>
            <CopyButton text={progress.userCode} label={t('Copy the code')} />
          </div>
          <p className="text-12 text-quiet">
            {rich('The code ends {time}.', { time: <Time at={progress.expiresAt} /> })}
          </p>
          <LoadingBar label={t('Waiting for the sign-in')} />
        </>
      )
    case 'signed-in':
      return (
        <p role="status" className="flex items-start gap-2">
          <CircleCheck size={15} aria-hidden="true" className="mt-0.5 shrink-0 text-ok" />
          {progress.username === null
            ? t('Signed in. Waiting mail goes on.')
            : t('Signed in as {username}. Waiting mail goes on.', { username: progress.username })}
        </p>
      )
    case 'failed':
      return (
        <p role="alert" className="flex items-start gap-2">
          <CircleAlert size={15} aria-hidden="true" className="mt-0.5 shrink-0 text-bad" />
          <span className="min-w-0 break-words">{progress.text}</span>
        </p>
      )
    default:
      return assertNever(progress)
  }
}

function Address({ url }: { url: string }) {
  return (
    <div className="flex items-center gap-2">
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        title={url}
        className="flex min-w-0 flex-1 items-center gap-1.5 font-mono text-12 text-accent hover:underline"
      >
        <span className="truncate">{url}</span>
        <ExternalLink size={12} aria-hidden="true" className="shrink-0" />
      </a>
      <CopyButton text={url} label={t('Copy the address')} />
    </div>
  )
}
