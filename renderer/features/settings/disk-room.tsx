import { useQuery } from '@tanstack/react-query'
import type { DiskUse } from '../../../shared/contract/statistics.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { bytes, counted } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { type Bar, BarList } from '../../ui/bar-list.tsx'
import { FormGroup } from '../../ui/form-group.tsx'

/** What takes room in the data folder. A figure beside the form: where it cannot be had, the form is there all the same. */
export function DiskRoom() {
  const { api } = useEngine()
  const query = useQuery(api.statistics.disk.queryOptions({ staleTime: 0 }))
  return (
    <FormGroup title={t('What takes room')}>
      {query.isError && <p className="text-12 text-quiet">{problemText(query.error)}</p>}
      {query.data && <Room use={query.data} />}
    </FormGroup>
  )
}

function Room({ use }: { use: DiskUse }) {
  const parts = partsOf(use)
  const total = parts.reduce((sum, { octets }) => sum + octets, 0)
  const most = Math.max(1, ...parts.map(({ octets }) => octets))
  const bars = parts.map(
    ({ octets, ...part }): Bar => ({ ...part, figure: bytes(octets), share: octets / most }),
  )
  return (
    <div className="flex flex-col gap-2">
      <p>
        {t('{used} in use, {free} free on the disk.', { used: bytes(total), free: bytes(use.freeBytes) })}
      </p>
      <BarList label={t('What takes room')} bars={bars} />
      <p className="text-12 text-quiet">
        {use.oldestEndedAt === null
          ? t('No message has ended yet.')
          : rich('{messages} that ended, the oldest {time}; {sessions}.', {
              messages: counted(use.endedMessages, 'message'),
              time: <Time at={use.oldestEndedAt} />,
              sessions: counted(use.keptSessions, 'session'),
            })}
      </p>
    </div>
  )
}

interface Room {
  readonly key: string
  readonly label: string
  readonly octets: number
  readonly href?: string
}

/** Largest first. */
function partsOf(use: DiskUse): Room[] {
  const rest = Math.max(0, use.database - use.histories - use.sessions)
  const parts: Room[] = [
    { key: 'open', label: t('Mail that waits'), octets: use.openBodies },
    { key: 'kept', label: t('Mail that is kept after its end'), octets: use.keptBodies },
    { key: 'histories', label: t('Histories'), octets: use.histories },
    { key: 'sessions', label: t('Sessions'), octets: use.sessions },
    {
      key: 'backups',
      label: t('Backups'),
      octets: use.backups,
      href: hrefOf('settings', { params: { section: 'backup' } }),
    },
    { key: 'logs', label: t('Log files'), octets: use.logs },
    { key: 'rest', label: t('Everything else'), octets: rest },
  ]
  return parts.sort((a, b) => b.octets - a.octets)
}
