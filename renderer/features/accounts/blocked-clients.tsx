import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Block } from '../../../shared/contract/security.ts'
import { BlockDialog } from '../../blocks/block-dialog.tsx'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { notify } from '../../ui/toasts.tsx'

/** Clients that are refused before anything else, and the way to let them in again. */
export function BlockedClients() {
  const { api } = useEngine()
  const blocks = useQuery(api.security.blocks.queryOptions())
  const [adding, setAdding] = useState(false)
  return (
    <section aria-label={t('Blocked clients')} className="flex flex-col">
      <div className="flex h-11 items-center justify-between gap-3 border-line border-b px-4">
        <h2 className="font-semibold">{t('Blocked clients')}</h2>
        <Button onClick={() => setAdding(true)}>{t('Block a client…')}</Button>
      </div>
      {blocks.isPending && <LoadingBar />}
      {blocks.isError && (
        <ProblemState text={problemText(blocks.error)} onRetry={() => void blocks.refetch()} />
      )}
      {blocks.data?.length === 0 && (
        <p className="px-4 py-4 text-quiet">
          {t(
            'Nobody is blocked. A client that you block, here or from its session, is refused before anything else.',
          )}
        </p>
      )}
      {blocks.data?.map((block) => (
        <BlockRow key={block.client} block={block} />
      ))}
      {adding && <BlockDialog address="" onClose={() => setAdding(false)} />}
    </section>
  )
}

/** A network cannot be searched for, an address can. */
function attemptsOf({ client }: Block): string {
  return client.includes('/') ? 'cause:blocked' : `cause:blocked client:${client}`
}

function BlockRow({ block }: { block: Block }) {
  const { api, client } = useEngine()
  const queries = useQueryClient()
  const row = useRef<HTMLDivElement>(null)
  const unblock = useMutation({
    mutationFn: () => client.security.unblock({ client: block.client }),
    onSuccess: () => {
      notify({ text: t('{client} may connect again.', { client: block.client }) })
      const next = row.current?.nextElementSibling ?? row.current?.previousElementSibling
      next?.querySelector('button')?.focus()
    },
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
    onSettled: () => queries.invalidateQueries({ queryKey: api.security.blocks.key() }),
  })
  return (
    <div ref={row} className="flex min-h-11 items-center gap-3 border-line/70 border-b px-4 py-2">
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-mono select-text">{block.client}</span>
          {block.note !== '' && (
            <bdi className="truncate text-quiet" title={block.note}>
              {block.note}
            </bdi>
          )}
        </span>
        <span className="text-12 text-quiet">
          {block.until === null
            ? rich('blocked {since}, until it is unblocked', { since: <Time key="since" at={block.since} /> })
            : rich('blocked {since}, ends {until}', {
                since: <Time key="since" at={block.since} />,
                until: <Time key="until" at={block.until} />,
              })}
        </span>
      </span>
      <a
        href={hrefOf('sessions', { params: { q: attemptsOf(block) } })}
        className="text-12 text-accent hover:underline"
      >
        {t('Its attempts')}
      </a>
      <Button
        aria-label={t('Unblock {client}', { client: block.client })}
        busy={unblock.isPending}
        onClick={() => unblock.mutate()}
      >
        {t('Unblock')}
      </Button>
    </div>
  )
}
