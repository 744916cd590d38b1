import { useMutation } from '@tanstack/react-query'
import { CircleCheck, LogIn } from 'lucide-react'
import type { SignInStatus } from '../../shared/contract/system.ts'
import { assertNever } from '../../shared/domain/assert-never.ts'
import { useEngine } from '../bridge/bridge-context.tsx'
import { problemText } from '../forms/server-issues.ts'
import { Time } from '../live/time.tsx'
import { rich, t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { notify } from '../ui/toasts.tsx'
import { SignInDialog } from './sign-in-dialog.tsx'
import { useSignIn } from './use-sign-in.ts'

const TONES = { 'signed-in': 'plain', needed: 'warn', revoked: 'bad', unreachable: 'warn' } as const

/** Is a route signed in with OAuth2, and the button that does it. */
export function SignInState({ route, status }: { route: string; status: SignInStatus }) {
  const { client } = useEngine()
  const { progress, start, cancel } = useSignIn(route)
  const signOut = useMutation({
    mutationFn: () => client.routes.signOut({ name: route }),
    onSuccess: () => notify({ text: t('“{route}” is signed out. Its mail waits.', { route }) }),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
  })
  const signedIn = status.state === 'signed-in'
  const mustSignIn = status.state === 'needed' || status.state === 'revoked'
  return (
    <>
      <Notice tone={TONES[status.state]}>
        <p className="flex items-start gap-2">
          {signedIn && <CircleCheck size={15} aria-hidden="true" className="mt-0.5 shrink-0 text-ok" />}
          <span className="min-w-0 break-words">
            {signedIn ? sentence(status) : (status.text ?? sentence(status))}
            {signedIn && status.expiresAt !== null && (
              <span className="text-quiet">
                {' '}
                {rich('Renewed by itself; this token ends {time}.', {
                  time: <Time at={status.expiresAt} />,
                })}
              </span>
            )}
          </span>
        </p>
        {signedIn && status.text && <p className="text-12 break-words text-quiet">{status.text}</p>}
        <div className="flex gap-2">
          <Button
            look={mustSignIn ? 'primary' : 'plain'}
            icon={<LogIn size={13} />}
            onClick={() => void start()}
          >
            {mustSignIn ? t('Sign in') : t('Sign in again')}
          </Button>
          {signedIn && (
            <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
              {t('Sign out')}
            </Button>
          )}
        </div>
      </Notice>
      <SignInDialog progress={progress} onRetry={() => void start()} onClose={cancel} />
    </>
  )
}

function sentence({ state, username }: SignInStatus): string {
  switch (state) {
    case 'signed-in':
      return username === null ? t('Signed in.') : t('Signed in as {username}.', { username })
    case 'needed':
      return t('Nobody has signed in yet. Mail for this route waits.')
    case 'revoked':
      return t(
        'The provider no longer accepts the sign-in. Mail for this route waits until somebody signs in again.',
      )
    case 'unreachable':
      return t('The provider cannot be asked just now. It is tried again; nothing needs to be done.')
    default:
      return assertNever(state)
  }
}
