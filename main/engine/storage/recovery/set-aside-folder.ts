/** Where what is damaged is kept: damaged/<time>/ in the data folder. Nothing in it is ever deleted by Mailroom. */
import { closeSync, fsyncSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { MessageId } from '../../../../shared/domain/id.ts'

export const SET_ASIDE = 'damaged'
export const REPORT_FILE = 'report.json'

/** What a recovery came to. Times are milliseconds since 1970. */
export const reportSchema = z.object({
  at: z.number(),
  /** What was wrong, in words. */
  reason: z.string(),
  /** Messages in the store afterwards. */
  messages: z.number().int(),
  /** Messages that the damaged database had beyond these; null where it could not say. */
  lost: z.number().int().nullable(),
  /** Messages that are held because a part of them is lost, or because they may have been delivered. */
  held: z.number().int(),
  /** Contents without a message, as files in the folder. */
  loose: z.number().int(),
  unreadable: z.number().int(),
  /** There is no configuration any more. */
  settingsLost: z.boolean(),
})
type WrittenReport = z.infer<typeof reportSchema>

export interface RecoveryReport extends WrittenReport {
  /** Where what was damaged is kept, from the data folder on. */
  readonly folder: string
}

/** Makes "damaged/2026-11-23-001502", with a number where there is one; answers that name. */
export function makeSetAsideFolder(dataFolder: string, now: number): string {
  const [day = '', time = ''] = new Date(now).toISOString().split(/[T.]/)
  const base = `${day}-${time.replaceAll(':', '')}`
  mkdirSync(join(dataFolder, SET_ASIDE), { recursive: true, mode: 0o700 })
  for (let number = 1; ; number += 1) {
    const name = join(SET_ASIDE, number === 1 ? base : `${base}-${number}`)
    try {
      mkdirSync(join(dataFolder, name), { mode: 0o700 })
      return name
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** As a message file that mail programs open. */
export function setAsideBody(folder: string, id: MessageId, content: Uint8Array): void {
  mkdirSync(join(folder, 'bodies'), { recursive: true, mode: 0o700 })
  writeSynced(join(folder, 'bodies', `${id}.eml`), content)
}

export function writeReport(dataFolder: string, { folder, ...report }: RecoveryReport): void {
  writeSynced(join(dataFolder, folder, REPORT_FILE), `${JSON.stringify(report, null, 2)}\n`)
}

function writeSynced(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'w', 0o600)
  try {
    writeFileSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
