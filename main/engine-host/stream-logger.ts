import { inertLine } from '../../shared/text/inert-text.ts'
import type { Clock, Logger } from '../engine/ports.ts'

export type LogFormat = 'text' | 'json'

/** Writes the engine's log line by line: for people, or one JSON object a line. */
export function createStreamLogger(
  stream: { write(text: string): unknown },
  format: LogFormat,
  clock: Clock,
): Logger {
  const log = (level: 'info' | 'warn' | 'error') => (message: string, fields?: Record<string, unknown>) => {
    const at = new Date(clock.now()).toISOString()
    const line = (format === 'json' ? jsonLine : textLine)(at, level, message, fields)
    // Names and replies of strangers are in it: one record is one line, and steers nothing.
    stream.write(`${inertLine(line)}\n`)
  }
  return { info: log('info'), warn: log('warn'), error: log('error') }
}

function jsonLine(at: string, level: string, message: string, fields: Record<string, unknown> = {}): string {
  return JSON.stringify({ event: 'log', at, level, message, ...plain(fields) })
}

function textLine(at: string, level: string, message: string, fields: Record<string, unknown> = {}): string {
  const rest = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(plain(fields))}`
  return `${at} ${level === 'info' ? '' : `${level}: `}${message}${rest}`
}

/** Errors have no enumerable members: without this they would be logged as {}. */
function plain(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      value instanceof Error ? serializeError(value) : value,
    ]),
  )
}

function serializeError(error: Error): Record<string, unknown> {
  const { message, stack, cause } = error
  const code = (error as NodeJS.ErrnoException).code
  return { message, code, stack, cause: cause instanceof Error ? serializeError(cause) : cause }
}
