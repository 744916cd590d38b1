/** The last lines of the log of this run, for hosts that keep no file of it. */
import type { Clock, Logger } from '../ports.ts'

export interface RecentLog {
  /** Keeps what is said and hands it on. */
  readonly logger: Logger
  /** Oldest first. */
  lines(): readonly string[]
}

const MOST = 400

export function keepRecentLog(logger: Logger, clock: Pick<Clock, 'now'>): RecentLog {
  const lines: string[] = []
  const keep =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, fields?: Record<string, unknown>): void => {
      logger[level](message, fields)
      lines.push(`${new Date(clock.now()).toISOString()} ${level}: ${message}${fieldsText(fields)}`)
      if (lines.length > MOST) lines.shift()
    }
  return {
    logger: { info: keep('info'), warn: keep('warn'), error: keep('error') },
    lines: () => [...lines],
  }
}

function fieldsText(fields: Record<string, unknown> = {}): string {
  const entries = Object.entries(fields).map(([key, value]) => `${key}=${fieldText(value)}`)
  return entries.length === 0 ? '' : ` ${entries.join(' ')}`
}

function fieldText(value: unknown): string {
  if (value instanceof Error) return value.stack ?? value.message
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value) ?? 'undefined'
  } catch {
    return String(value)
  }
}
