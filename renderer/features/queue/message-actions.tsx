import { MoreHorizontal } from 'lucide-react'
import type { QueueOperation, Selection } from '../../../shared/contract/queue.ts'
import type { MessageDetail } from '../../../shared/domain/message.ts'
import { goTo, hrefOf } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { useExport } from './use-export.ts'
import { useOperate } from './use-operate.tsx'

/** What can be done with a message; for one that is done, only what can be looked at. */
export function MessageActions({ detail }: { detail: MessageDetail }) {
  const { operate, reroute, dialog, busy } = useOperate()
  const exportMessage = useExport(detail.message)
  const { id, openCount, pending } = detail.message
  const selection: Selection = { kind: 'ids', ids: [id] }
  const run = (operation: QueueOperation) => operate(operation, selection, 1)
  const held = detail.recipients.some(({ state }) => state === 'held')
  const open = openCount > 0 && pending === null
  const entries: MenuEntry[] = [
    ...(detail.hasBody ? [{ label: t('Save as .eml'), onSelect: exportMessage }] : []),
    { label: t('What would happen now?'), onSelect: () => goTo('rules', { params: { simulate: id } }) },
    ...(open
      ? [
          { label: t('Send by another route…'), onSelect: () => reroute(selection, 1) },
          { label: t('Bounce…'), onSelect: () => run('bounce') },
          { label: t('Delete…'), danger: true, onSelect: () => run('delete') },
        ]
      : []),
  ]
  return (
    <>
      {open && (
        <>
          <Button look="primary" disabled={busy} onClick={() => run('send-now')}>
            {t('Send now')}
          </Button>
          <Button disabled={busy} onClick={() => run(held ? 'release' : 'hold')}>
            {held ? t('Release') : t('Hold')}
          </Button>
        </>
      )}
      <LinkButton href={hrefOf('sessions', { params: { message: id } })}>{t('Sessions')}</LinkButton>
      <span className="flex-1" />
      <Menu
        trigger={
          <Button look="quiet" aria-label={t('More actions')} className="px-1.5">
            <MoreHorizontal size={16} />
          </Button>
        }
        entries={entries}
      />
      {dialog}
    </>
  )
}
