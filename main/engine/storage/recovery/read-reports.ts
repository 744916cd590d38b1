import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { REPORT_FILE, type RecoveryReport, reportSchema, SET_ASIDE } from './set-aside-folder.ts'

/** Of all recoveries whose folder is still there, oldest first. */
export async function readReports(dataFolder: string): Promise<RecoveryReport[]> {
  const names = await readdir(join(dataFolder, SET_ASIDE)).catch(() => [])
  const reports = await Promise.all(
    names.toSorted().map((name) => readReport(dataFolder, join(SET_ASIDE, name))),
  )
  return reports.filter((report) => report !== null)
}

async function readReport(dataFolder: string, folder: string): Promise<RecoveryReport | null> {
  try {
    const text = await readFile(join(dataFolder, folder, REPORT_FILE), 'utf8')
    return { ...reportSchema.parse(JSON.parse(text)), folder }
  } catch {
    return null
  }
}
