/** What the palette offers for the messages that are selected, or for the one that is open. Pure. */
import { Forward, Hand, type LucideIcon, Save, Send, Trash2, Undo2, Waypoints } from 'lucide-react'
import type { QueueOperation } from '../../../shared/contract/queue.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import type { Command } from '../../commands/command.ts'
import { counted } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'

export interface SelectionCommandNeeds {
  /** How many messages it is about. */
  readonly count: number
  /** The only one, where it is one and loaded. */
  readonly row: MessageRow | null
  readonly operate: (operation: QueueOperation) => void
  readonly reroute: () => void
  readonly exportThem: () => void
}

export function selectionCommands(needs: SelectionCommandNeeds): Command[] {
  const { count, row, operate, reroute, exportThem } = needs
  if (count === 0) return []
  const detail = count === 1 && row ? row.subject : counted(count, 'message')
  const command = (id: string, title: string, icon: LucideIcon, run: () => void, more = {}): Command => ({
    ...{ id: `selection:${id}`, group: 'here', title, detail, icon, run },
    ...more,
  })
  const exportIt = command('export', count === 1 ? t('Export .eml') : t('Export .mbox'), Save, exportThem)
  if (row && row.openCount === 0) return [exportIt]
  const isHeld = row?.state === 'held'
  return [
    command('send-now', t('Send now'), Send, () => operate('send-now'), { keys: 'S' }),
    ...(isHeld ? [] : [command('hold', t('Hold'), Hand, () => operate('hold'), { keys: 'H' })]),
    ...(row && !isHeld ? [] : [command('release', t('Release'), Forward, () => operate('release'))]),
    command('reroute', t('Reroute…'), Waypoints, reroute, {
      keys: 'R',
      keywords: t('Send another way, by another route'),
    }),
    exportIt,
    command('bounce', t('Bounce…'), Undo2, () => operate('bounce'), { keywords: t('Return to sender') }),
    command('delete', t('Delete…'), Trash2, () => operate('delete'), { keys: 'Del' }),
  ]
}
