import { useMutation } from '@tanstack/react-query'
import type { CircuitStatus, RouteStatus } from '../../../shared/contract/system.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { rich, t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { Light } from '../../ui/light.tsx'
import { Notice } from '../../ui/notice.tsx'
import { notify } from '../../ui/toasts.tsx'

/** Which hosts of a route are left alone just now and why; nothing while all are used. */
export function Circuits({ status }: { status: RouteStatus }) {
  const { client } = useEngine()
  const close = useMutation({
    mutationFn: () => client.routes.closeCircuit({ name: status.name }),
    onSuccess: () => notify({ text: t('Its hosts are tried again now.') }),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
  })
  if (status.circuits.every(({ state }) => state === 'closed')) return null
  return (
    <Notice tone="warn">
      <ul className="flex flex-col gap-1.5">
        {status.circuits.map((circuit) => (
          <li key={circuit.host} className="flex min-w-0 items-start gap-2">
            <span className="flex h-4.5 shrink-0 items-center">
              <Light tone={circuit.state === 'closed' ? 'ok' : 'warn'} />
            </span>
            <span className="flex min-w-0 flex-col">
              <span className="font-mono text-12 wrap-anywhere">{circuit.host}</span>
              <span className="text-12 break-words text-quiet">
                <CircuitText circuit={circuit} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      <Button className="self-start" busy={close.isPending} onClick={() => close.mutate()}>
        {t('Try them now')}
      </Button>
    </Notice>
  )
}

function CircuitText({ circuit }: { circuit: CircuitStatus }) {
  if (circuit.state === 'closed') return t('In use')
  if (circuit.state === 'half-open') return t('One connection tries it just now')
  return (
    <>
      {circuit.reason === null
        ? t('Left alone after failures')
        : t('Left alone after failures: {reason}', { reason: circuit.reason })}
      {circuit.until !== null && <> {rich('Tried again {time}.', { time: <Time at={circuit.until} /> })}</>}
    </>
  )
}
