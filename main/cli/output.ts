import { stripVTControlCharacters } from 'node:util'
import { formatDuration } from '../../shared/domain/duration.ts'
import { inertText } from '../../shared/text/inert-text.ts'
import { EXIT } from './exit-codes.ts'

/** Is what is written only a log, without which the program goes on? */
let isLog = false

/** From here on a disk that is too full for the log must not stop the mail. */
export function treatOutputAsLog(): void {
  isLog = true
}

/** A reader that closes early ("mailroom queue list | head") is no failure; what could not be written is one. */
export function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(EXIT.ok)
  if (!isLog) throw error
}

/** Whatever is in the text, the terminal is not steered by it. */
export function printLine(text = ''): void {
  process.stdout.write(`${inertText(text)}\n`)
}

export function printJson(value: unknown): void {
  printLine(JSON.stringify(value))
}

/** What comes from mail must not steer the terminal: no escape sequences, no control characters, one line. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
}

/** "3h" of a time span, in its largest whole unit; "0s" for none. */
export function roughly(milliseconds: number): string {
  const units = [86_400_000, 3_600_000, 60_000, 1_000]
  const unit = units.find((size) => milliseconds >= size) ?? 1_000
  return formatDuration(Math.floor(Math.max(0, milliseconds) / unit) * unit)
}

export function formatTime(milliseconds: number): string {
  return new Date(milliseconds)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z')
}

/** Columns as wide as their widest cell, the last one as it is. */
export function formatTable(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length)
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  '),
  )
}
