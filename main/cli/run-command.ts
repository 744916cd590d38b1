import { ORPCError } from '@orpc/client'
import type { FieldIssue } from '../../shared/contract/errors.ts'
import { EngineError } from '../engine/engine-error.ts'
import { CommandFailure, EXIT, type ExitCode } from './exit-codes.ts'
import { type OpenClient, type OpenClientOptions, openClient } from './open-client.ts'
import { plainText } from './output.ts'

/** Runs a command with the contract in hand and closes it behind; failures become sentences and exit codes. */
export async function withClient(
  options: OpenClientOptions,
  command: (open: OpenClient) => Promise<ExitCode | undefined>,
): Promise<void> {
  await reportFailures(async () => {
    const open = await openClient(options)
    try {
      return await command(open)
    } finally {
      await open.close()
    }
  })
}

/** Sets the exit code and never rejects. */
export async function reportFailures(command: () => Promise<ExitCode | undefined>): Promise<void> {
  try {
    process.exitCode = (await command()) ?? EXIT.ok
  } catch (error) {
    const { exitCode, lines } = describeFailure(error)
    for (const line of lines.flatMap((text) => text.split('\n')))
      process.stderr.write(`mailroom: ${plainText(line)}\n`)
    process.exitCode = exitCode
  }
}

export function describeFailure(error: unknown): { exitCode: ExitCode; lines: string[] } {
  if (error instanceof CommandFailure) return { exitCode: error.exitCode, lines: [error.message] }
  if (error instanceof EngineError) return byCode(error.code, error.message, error.issues)
  if (error instanceof ORPCError) return byCode(error.code, error.message, issuesOf(error.data))
  if (error instanceof TypeError && error.message === 'fetch failed')
    return { exitCode: EXIT.unavailable, lines: ['The mail engine went away during the command.'] }
  return {
    exitCode: EXIT.failed,
    lines: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  }
}

function byCode(code: string, message: string, issues: readonly FieldIssue[]) {
  const exitCode: ExitCode = code === 'UNAVAILABLE' ? EXIT.unavailable : EXIT.failed
  return { exitCode, lines: issues.length > 0 ? issues.map(formatIssue) : [message] }
}

export function formatIssue({ path, message }: FieldIssue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`
}

function issuesOf(data: unknown): readonly FieldIssue[] {
  if (typeof data !== 'object' || data === null || !('issues' in data)) return []
  return Array.isArray(data.issues) ? (data.issues as FieldIssue[]) : []
}
