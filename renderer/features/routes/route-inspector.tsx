import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { RouteStatus } from '../../../shared/contract/system.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { counted } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { openItem } from '../../location/location-store.ts'
import { SignInState } from '../../route-form/sign-in-state.tsx'
import { rich, t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Inspector } from '../../ui/inspector.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ReplyText } from '../../ui/reply-text.tsx'
import { notify } from '../../ui/toasts.tsx'
import { Circuits } from './circuits.tsx'
import { RouteEditor } from './route-editor.tsx'
import { RouteLoad } from './route-load.tsx'
import { isFailing } from './route-words.ts'

export interface RouteInspectorProps {
  route: Route | null
  status: RouteStatus | undefined
  rules: readonly Rule[]
}

export function RouteInspector({ route, status, rules }: RouteInspectorProps) {
  return (
    <Inspector
      kind={t('Route')}
      title={route ? route.name : t('New route')}
      onClose={() => openItem(null)}
      actions={route && <Actions name={route.name} status={status} />}
    >
      <RouteEditor
        route={route}
        rules={rules}
        notice={
          status && (
            <>
              <State status={status} />
              <RouteLoad status={status} />
            </>
          )
        }
      />
    </Inspector>
  )
}

/** What is the matter with a route just now; nothing where all is well. */
function State({ status }: { status: RouteStatus }) {
  // The sign-in says then why the route waits.
  const saysSignIn = status.signIn !== null && status.signIn.state !== 'signed-in'
  return (
    <div className="flex flex-col gap-3 empty:hidden">
      {status.signIn && <SignInState route={status.name} status={status.signIn} />}
      {isFailing(status) && <Trouble status={status} />}
      <Circuits status={status} />
      {status.waitingFor && !status.paused && !saysSignIn && (
        <Notice tone="plain">
          <p className="break-words">{status.waitingFor}</p>
        </Notice>
      )}
    </div>
  )
}

function Trouble({ status }: { status: RouteStatus }) {
  return (
    <Notice tone="bad">
      <p>
        {status.lastFailureAt !== null &&
          rich('The last attempt failed {time}.', {
            time: <Time at={status.lastFailureAt} className="whitespace-nowrap" />,
          })}{' '}
        {status.waiting > 0 && `${counted(status.waiting, 'message waits', 'messages wait')}.`}
      </p>
      {status.lastFailure && <ReplyText text={status.lastFailure} tone="bad" />}
    </Notice>
  )
}

function Actions({ name, status }: { name: string; status: RouteStatus | undefined }) {
  const { client } = useEngine()
  const [asks, setAsks] = useState(false)
  const paused = status?.paused ?? false
  const fail = (error: unknown) => notify({ text: problemText(error), tone: 'problem' })
  const pause = useMutation({
    mutationFn: () => client.queue.pause({ route: name, paused: !paused }),
    onError: fail,
  })
  const remove = useMutation({
    mutationFn: () => client.routes.remove({ name }),
    onSuccess: () => {
      notify({ text: t('Route “{name}” is deleted.', { name }) })
      openItem(null)
    },
    onError: fail,
    onSettled: () => setAsks(false),
  })
  const waiting = status?.waiting ?? 0
  return (
    <>
      <Button busy={pause.isPending} onClick={() => pause.mutate()}>
        {paused ? t('Resume route') : t('Pause route')}
      </Button>
      <Button look="removal" onClick={() => setAsks(true)}>
        {t('Delete…')}
      </Button>
      <ConfirmDialog
        open={asks}
        title={t('Delete route “{name}”?', { name })}
        action={t('Delete route')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsks(false)}
      >
        {waiting === 0
          ? t('No mail waits for it. Its stored password is deleted too.')
          : t(
              '{count, plural, one {# message waits} other {# messages wait}} for it and will be held until a relay rule gives another route. Its stored password is deleted too.',
              { count: waiting },
            )}
      </ConfirmDialog>
    </>
  )
}
