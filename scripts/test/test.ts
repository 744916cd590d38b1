// `npm test`: prepares what the tests need, runs them with both runners, and closes with one line that counts them.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../build/build.ts'
import { findElectron } from '../electron-runtime/find-runtime.ts'
import type { Runtime } from '../electron-runtime/runtime.ts'
import { ensureSystemPackages } from '../electron-runtime/system-packages.ts'
import { runEndToEnd } from './end-to-end.ts'
import { closingLine, details, exitCode, type Outcome, totals } from './outcome.ts'
import { chosenParts, type Part } from './parts.ts'
import { runVitest } from './vitest-run.ts'

const progress = (line: string) => console.log(`• ${line}`)

const chosen = chosenParts(process.argv.slice(2))
const outcomes = await runAll(chosen)
for (const line of details(outcomes)) console.log(line)
console.log(`\n${closingLine(totals(outcomes))}`)
process.exitCode = exitCode(totals(outcomes))

async function runAll(parts: ReadonlySet<Part>): Promise<readonly Outcome[]> {
  const reports = await mkdtemp(join(tmpdir(), 'mailroom-tests-'))
  try {
    const runtime = await prepare(parts)
    const first = await runVitest(parts, reports, progress)
    const second = runtime === undefined ? [] : await runEndToEnd(parts, runtime, reports, progress)
    return [...first, ...second]
  } catch (error) {
    return [{ name: String(error), state: 'failed' }]
  } finally {
    await rm(reports, { recursive: true, force: true })
  }
}

/** Unit tests need nothing but the source; the others start the built application. */
async function prepare(parts: ReadonlySet<Part>): Promise<Runtime | undefined> {
  if ([...parts].every((part) => part === 'unit')) return undefined
  progress('Building Mailroom …')
  await build()
  if (!parts.has('e2e') && !parts.has('packaged')) return undefined
  await ensureSystemPackages(progress)
  progress('Looking for the Electron that runs here …')
  const runtime = await findElectron(progress)
  progress(runtime.kind === 'electron' ? `Electron: ${runtime.origin}.` : `No Electron: ${runtime.reason}`)
  return runtime
}
