import { useQuery } from '@tanstack/react-query'
import { PenLine, Plus } from 'lucide-react'
import type { DkimKeyView } from '../../../shared/contract/dkim.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { openItem, useLocation } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ListRow } from '../../ui/list-row.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { SplitView } from '../../ui/split-view.tsx'
import { DkimInspector } from './dkim-inspector.tsx'
import { NewDkimKey } from './new-dkim-key.tsx'

/** Keys that sign outgoing mail. A relay rule says which mail is signed. */
export function DkimSection() {
  const { api } = useEngine()
  const item = useLocation((state) => state.place.item)
  const keys = useQuery(api.dkim.list.queryOptions())
  if (keys.isPending) return <LoadingBar />
  if (keys.isError) return <ProblemState text={problemText(keys.error)} onRetry={() => void keys.refetch()} />
  const key = keys.data.find((candidate) => nameOf(candidate) === item) ?? null
  const list =
    keys.data.length === 0 ? (
      <EmptyState
        icon={<PenLine size={22} strokeWidth={1.5} />}
        text={t('No DKIM key yet. Make one, publish its DNS record, then sign mail with it by a relay rule.')}
        action={
          item !== 'new' && (
            <Button look="primary" icon={<Plus size={14} />} onClick={() => openItem('new')}>
              {t('Make key')}
            </Button>
          )
        }
      />
    ) : (
      <div className="min-h-0 flex-1 overflow-auto">
        {keys.data.map((each) => (
          <KeyRow key={nameOf(each)} dkimKey={each} open={nameOf(each) === item} />
        ))}
      </div>
    )
  return (
    <SplitView
      label={t('DKIM key')}
      list={list}
      inspector={
        item === 'new' ? (
          <NewDkimKey onMade={(made) => openItem(nameOf(made))} />
        ) : (
          key && <DkimInspector key={item} dkimKey={key} />
        )
      }
    />
  )
}

/** "office._domainkey.office.test": where it is published, and one for each key. */
function nameOf(key: DkimKeyView): string {
  return key.record.name
}

function KeyRow({ dkimKey, open }: { dkimKey: DkimKeyView; open: boolean }) {
  return (
    <ListRow
      kind={t('DKIM key')}
      open={open}
      dimmed={!dkimKey.active}
      onOpen={() => openItem(open ? null : nameOf(dkimKey))}
    >
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{dkimKey.domain}</span>
          {dkimKey.active && <Badge tone="ok">{t('Signs')}</Badge>}
          {!dkimKey.usable && <Badge tone="bad">{t('Private key missing')}</Badge>}
        </span>
        <span className="truncate text-12 text-quiet">
          {t('selector {selector} · {algorithm, select, ed25519 {Ed25519} other {RSA 2048}}', {
            selector: dkimKey.selector,
            algorithm: dkimKey.algorithm,
          })}
        </span>
      </span>
      <span className="shrink-0 text-12 text-quiet">
        {rich('Made {time}', { time: <Time at={dkimKey.createdAt} /> })}
      </span>
    </ListRow>
  )
}
