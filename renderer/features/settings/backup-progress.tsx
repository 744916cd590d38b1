import { useQuery } from '@tanstack/react-query'
import type { BackupProgress as Progress } from '../../../shared/contract/backups.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { bytes } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'
import { LoadingBar } from '../../ui/loading-bar.tsx'

/** How far a backup or a restore is that was asked for here; no event says each octet. */
export function BackupProgress({ label }: { label: string }) {
  const { api } = useEngine()
  const { data } = useQuery(
    api.backups.progress.queryOptions({ staleTime: 0, gcTime: 0, refetchInterval: 500, retry: false }),
  )
  return (
    <div className="flex flex-col gap-1.5">
      <LoadingBar label={label} />
      <p aria-live="off" className="text-12 text-quiet tabular-nums">
        {data ? wordsOf(data) : `${label}…`}
      </p>
    </div>
  )
}

function wordsOf({ step, octets, total }: Progress): string {
  switch (step) {
    case 'copying':
      return t('Copying the database; mail goes on.')
    case 'packing':
      return t('Packing: {size} so far; mail goes on.', { size: bytes(octets) })
    case 'unpacking':
      return t('Unpacking: {done} of {size}; mail goes on.', {
        done: bytes(octets),
        size: bytes(total ?? octets),
      })
    case 'checking':
      return t('Checking the whole database and every message; mail goes on.')
  }
}
