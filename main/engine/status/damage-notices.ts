/** What was recovered of a damaged store, for as long as what was damaged is kept; and bodies that are gone. */
import type { Attention } from '../../../shared/contract/system.ts'
import type { Logger } from '../ports.ts'
import { readReports } from '../storage/recovery/read-reports.ts'
import type { RecoveryReport } from '../storage/recovery/set-aside-folder.ts'

export class DamageNotices {
  readonly #folder: string
  readonly #logger: Logger
  #bodiesLost = 0

  constructor(folder: string, logger: Logger) {
    this.#folder = folder
    this.#logger = logger
  }

  recovery(reason: string, report: RecoveryReport | null): void {
    if (report === null)
      this.#logger.error(`${reason} What can be read is recovered now, which may take minutes.`)
    else this.#logger.error(recoveryText(report), { ...report })
  }

  bodiesLost(messages: number): void {
    this.#bodiesLost += messages
    this.#logger.error(bodiesText(this.#bodiesLost))
  }

  async attention(): Promise<Attention[]> {
    const bodies = this.#bodiesLost === 0 ? [] : [problem(bodiesText(this.#bodiesLost), null)]
    const reports = await readReports(this.#folder)
    return [...reports.map((report) => problem(recoveryText(report), report.folder)), ...bodies]
  }
}

export function recoveryText(report: RecoveryReport): string {
  const { messages, lost, held, loose, settingsLost, folder, reason, at } = report
  const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  const parts = [`${count(messages, 'message')} recovered`]
  if (lost === null) parts.push('how many are lost is not known')
  else parts.push(lost === 0 ? 'none lost' : `${lost.toLocaleString('en-US')} lost`)
  if (held > 0) parts.push(`${held.toLocaleString('en-US')} held because a part is missing`)
  if (loose > 0) parts.push(`${count(loose, 'content', 'contents')} without a message kept as files`)
  const settings = settingsLost ? ' The settings are lost: restore a backup, or import them.' : ''
  const held_ = held > 0 ? 'Look at what is held in the queue. ' : ''
  const restore = lost === 0 ? '' : 'If mail is missing, restore a backup: what waits now is taken along. '
  return (
    `The store was damaged and was recovered (${when} UTC): ${parts.join(', ')}.${settings} ${reason} ` +
    `${held_}${restore}Have the disk checked. The damaged files are kept in ${folder} of the data folder: delete ` +
    'that folder when you are done, and this notice goes.'
  )
}

function bodiesText(messages: number): string {
  return (
    `The content of ${count(messages, 'message')} is missing or damaged in the data folder. What was still to be sent ` +
    'of them is held: the queue says which. Restore them from a backup, or ask their senders for them again. Have the disk checked.'
  )
}

function problem(text: string, subject: string | null): Attention {
  return { kind: 'damage', severity: 'problem', text, subject }
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`
}
