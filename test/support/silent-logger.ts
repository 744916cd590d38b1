import type { Logger } from '../../main/engine/ports.ts'

/** Keeps what was logged, for tests that ask. */
export class SilentLogger implements Logger {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: unknown }[] = []

  info(message: string, fields?: Record<string, unknown>): void {
    this.lines.push({ level: 'info', message, fields })
  }

  warn(message: string, fields?: Record<string, unknown>): void {
    this.lines.push({ level: 'warn', message, fields })
  }

  error(message: string, fields?: Record<string, unknown>): void {
    this.lines.push({ level: 'error', message, fields })
  }
}
