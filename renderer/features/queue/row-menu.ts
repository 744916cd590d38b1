/** What the menu of the right mouse button offers for the messages that it is opened on. */
import type { QueueOperation } from '../../../shared/contract/queue.ts'
import { domainOf } from '../../../shared/domain/address.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { quoteValue } from '../../../shared/filter/format-filter.ts'
import { goTo, openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import type { ContextEntry } from '../../ui/context-menu.tsx'

export interface RowMenuNeeds {
  /** The row under the pointer. */
  readonly row: MessageRow | null
  /** How many messages it is about. */
  readonly count: number
  readonly operate: (operation: QueueOperation) => void
  readonly reroute: () => void
  readonly exportThem: () => void
  readonly narrow: (filter: string) => void
}

export function rowMenu(needs: RowMenuNeeds): ContextEntry[] {
  const { row, count, operate, reroute, exportThem } = needs
  const several = count > 1
  const isHeld = row?.state === 'held'
  return [
    ...(row && !several
      ? [{ label: t('Open'), keys: 'Enter', onSelect: () => openItem(row.id) }, { kind: 'line' } as const]
      : []),
    { label: t('Send now'), keys: 'S', onSelect: () => operate('send-now') },
    ...(several || !isHeld ? [{ label: t('Hold'), keys: 'H', onSelect: () => operate('hold') }] : []),
    ...(several || isHeld ? [{ label: t('Release'), onSelect: () => operate('release') }] : []),
    { label: t('Reroute…'), keys: 'R', onSelect: reroute },
    { kind: 'line' },
    ...(row && !several ? [...narrowing(row, needs.narrow), { kind: 'line' } as const] : []),
    { label: several ? t('Export .mbox') : t('Export .eml'), onSelect: exportThem },
    { kind: 'line' },
    { label: t('Bounce…'), onSelect: () => operate('bounce') },
    { label: t('Delete…'), keys: 'Del', danger: true, onSelect: () => operate('delete') },
  ]
}

function narrowing(row: MessageRow, narrow: (filter: string) => void): ContextEntry[] {
  const domain = domainOf(row.recipients[0] ?? '')
  return [
    { label: t('Show its sessions'), onSelect: () => goTo('sessions', { params: { message: row.id } }) },
    ...(row.sender === ''
      ? []
      : [{ label: t('Only this sender'), onSelect: () => narrow(`sender:${quoteValue(row.sender)}`) }]),
    ...(domain === ''
      ? []
      : [
          {
            label: t('Only mail to {domain}', { domain }),
            onSelect: () => narrow(`domain:${quoteValue(domain)}`),
          },
        ]),
  ]
}
