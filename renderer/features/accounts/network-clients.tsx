import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { counted } from '../../format/quantity.ts'
import { Time } from '../../live/time.tsx'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'

const MOST_SHOWN = 12

/** Which addresses of a network were heard of, the newest first. */
export function NetworkClients({ name }: { name: string }) {
  const { api } = useEngine()
  const activity = useQuery({ ...api.setup.networkActivity.queryOptions(), refetchInterval: 15_000 })
  const clients = activity.data?.find((each) => each.name === name)?.clients ?? []
  if (!activity.data) return null
  return (
    <FormGroup title={t('Heard of')}>
      {clients.length === 0 ? (
        <p className="text-12 text-quiet">{t('No connection from it is remembered.')}</p>
      ) : (
        <ul className="flex flex-col rounded border border-line">
          {clients.slice(0, MOST_SHOWN).map(({ client, lastSeenAt, messages }) => (
            <li
              key={client}
              className="flex min-h-8 items-center gap-3 border-line border-b px-2.5 py-1 last:border-b-0"
            >
              <span className="min-w-0 flex-1 truncate font-mono text-12 select-text">{client}</span>
              <span className="text-12 text-quiet">{counted(messages, 'message')}</span>
              <Time at={lastSeenAt} className="text-12 text-quiet" />
            </li>
          ))}
        </ul>
      )}
    </FormGroup>
  )
}
