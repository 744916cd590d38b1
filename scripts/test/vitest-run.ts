// Runs the Vitest projects of the chosen parts in one go.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../build/build.ts'
import type { Progress } from '../electron-runtime/runtime.ts'
import { runCommand } from '../run-command.ts'
import type { Outcome } from './outcome.ts'
import type { Part } from './parts.ts'

const projects: Readonly<Record<Part, readonly string[]>> = {
  unit: ['unit', 'renderer'],
  integration: ['integration'],
  interop: ['interop'],
  faults: ['faults'],
  e2e: [],
  packaged: [],
}

const timeout = 20 * 60_000

export async function runVitest(
  parts: ReadonlySet<Part>,
  reports: string,
  progress: Progress,
): Promise<readonly Outcome[]> {
  const chosen = [...parts].flatMap((part) => projects[part])
  if (chosen.length === 0) return []
  progress(`Vitest: ${chosen.join(', ')}`)
  const report = join(reports, 'vitest.json')
  const reporter = join(import.meta.dirname, 'vitest-reporter.ts')
  const args = [
    'run',
    '--reporter=default',
    `--reporter=${reporter}`,
    ...chosen.map((name) => `--project=${name}`),
  ]
  const code = await runCommand(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, ...builtProgram(chosen), MAILROOM_VITEST_REPORT: report },
    timeout,
  })
  return withRunner('vitest', code, await readOutcomes(report))
}

const DRIVES_PROGRAM = ['integration', 'interop', 'faults']

/** These projects drive the program as it is installed: test/support/mailroom-process.ts. */
function builtProgram(chosen: readonly string[]): Readonly<Record<string, string>> {
  return chosen.some((name) => DRIVES_PROGRAM.includes(name))
    ? { MAILROOM_PROGRAM: join(root, 'out/main/mailroom.js') }
    : {}
}

/** A runner that fails without a failed test (it crashed, hung, or wrote no report) is a failure too. */
export function withRunner(runner: string, code: number, outcomes: readonly Outcome[]): readonly Outcome[] {
  if (code === 0 || outcomes.some(({ state }) => state === 'failed')) return outcomes
  return [...outcomes, { name: `${runner} ended with exit code ${code}`, state: 'failed' }]
}

async function readOutcomes(report: string): Promise<readonly Outcome[]> {
  try {
    return JSON.parse(await readFile(report, 'utf8')) as Outcome[]
  } catch {
    return [{ name: 'vitest wrote no report', state: 'failed' }]
  }
}
