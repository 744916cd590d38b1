import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useRef } from 'react'
import type { Lock } from '../../../shared/contract/security.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { counted } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { rich, t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { notify } from '../../ui/toasts.tsx'
import { lockText } from './account-words.ts'

/** Sign-ins that are locked for a time after too many failures. */
export function LockList() {
  const { api } = useEngine()
  const locks = useQuery(api.security.locks.queryOptions())
  if (locks.isPending) return <LoadingBar />
  if (locks.isError)
    return <ProblemState text={problemText(locks.error)} onRetry={() => void locks.refetch()} />
  if (locks.data.length === 0)
    return (
      <EmptyState
        icon={<ShieldCheck size={22} strokeWidth={1.5} />}
        text={t(
          'Nobody is locked out. Whoever gives too many wrong passwords is locked out for a time and listed here.',
        )}
      />
    )
  return (
    <section aria-label={t('Locked sign-ins')} className="shrink-0">
      <div className="flex h-11 items-center border-line border-b px-4">
        <h2 className="font-semibold">{t('Locked sign-ins')}</h2>
      </div>
      {locks.data.map((lock) => (
        <LockRow key={lock.id} lock={lock} />
      ))}
    </section>
  )
}

function LockRow({ lock }: { lock: Lock }) {
  const { api, client } = useEngine()
  const queries = useQueryClient()
  const row = useRef<HTMLDivElement>(null)
  const release = useMutation({
    mutationFn: () => client.security.releaseLock({ id: lock.id }),
    onSuccess: () => {
      notify({ text: t('{who} may sign in again.', { who: lockText(lock) }) })
      neighbour(row.current)?.querySelector('button')?.focus()
    },
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
    onSettled: () => queries.invalidateQueries({ queryKey: api.security.locks.key() }),
  })
  return (
    <div ref={row} className="flex min-h-11 items-center gap-3 border-line/70 border-b px-4 py-2">
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate font-medium" title={lockText(lock)}>
          {lockText(lock)}
        </span>
        <span className="text-12 text-quiet">
          {rich('{failures} · locked {since}, ends {until}', {
            failures: counted(lock.failures, 'failed sign-in'),
            since: <Time key="since" at={lock.since} />,
            until: <Time key="until" at={lock.until} />,
          })}
        </span>
      </span>
      <Button
        aria-label={t('Release {who}', { who: lockText(lock) })}
        busy={release.isPending}
        onClick={() => release.mutate()}
      >
        {t('Release')}
      </Button>
    </div>
  )
}

/** Where the keyboard goes on when a row is gone. */
function neighbour(row: HTMLElement | null): Element | null {
  return row?.nextElementSibling ?? row?.previousElementSibling ?? null
}
