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
    const built = await buildFor(parts)
    // Without a build, what runs from source is still worth knowing.
    const possible = built.length === 0 ? parts : new Set<Part>(['unit'])
    return [
      ...built,
      ...(await runVitest(possible, reports, progress)),
      ...(await endToEnd(possible, reports)),
    ]
  } catch (error) {
    return [{ name: String(error), state: 'failed' }]
  } finally {
    await rm(reports, { recursive: true, force: true })
  }
}

/** Unit tests need nothing but the source; the others start the built application. Empty when it is built. */
async function buildFor(parts: ReadonlySet<Part>): Promise<readonly Outcome[]> {
  if ([...parts].every((part) => part === 'unit')) return []
  progress('Building Mailroom …')
  try {
    await build()
    return []
  } catch (error) {
    return [{ name: String(error), state: 'failed' }]
  }
}

async function endToEnd(parts: ReadonlySet<Part>, reports: string): Promise<readonly Outcome[]> {
  if (!parts.has('e2e') && !parts.has('packaged')) return []
  return runEndToEnd(parts, await prepareElectron(), reports, progress)
}

async function prepareElectron(): Promise<Runtime> {
  await ensureSystemPackages(progress)
  progress('Looking for the Electron that runs here …')
  const runtime = await findElectron(progress)
  progress(runtime.kind === 'electron' ? `Electron: ${runtime.origin}.` : `No Electron: ${runtime.reason}`)
  return runtime
}
