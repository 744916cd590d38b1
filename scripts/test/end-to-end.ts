// Runs the Playwright projects of the chosen parts: on a display of their own, with the Electron that was found, the
// browser of the system, and the application as `npm run pack` makes it.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JSONReport } from '@playwright/test/reporter'
import { root } from '../build/build.ts'
import { displayProblem, startVirtualDisplay, type VirtualDisplay } from '../electron-runtime/display.ts'
import type { Progress, Runtime } from '../electron-runtime/runtime.ts'
import { runCommand } from '../run-command.ts'
import { findBrowser } from './find-browser.ts'
import type { Outcome } from './outcome.ts'
import { packApplication } from './packed-application.ts'
import type { Part } from './parts.ts'
import { playwrightOutcomes } from './playwright-report.ts'
import { withRunner } from './vitest-run.ts'

const timeout = 12 * 60_000

/** A Playwright project: what it adds to the environment, why it cannot run here, or what went wrong before it. */
type Project = { readonly name: string } & (
  | { readonly kind: 'runs'; readonly env: Readonly<Record<string, string>> }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'broken'; readonly reason: string }
)

export async function runEndToEnd(
  parts: ReadonlySet<Part>,
  runtime: Runtime,
  reports: string,
  progress: Progress,
): Promise<readonly Outcome[]> {
  const projects = await prepareProjects(parts, runtime, progress)
  const display = await openDisplay(progress)
  try {
    const outcomes: Outcome[] = []
    for (const project of projects) outcomes.push(...(await runProject(project, display, reports, progress)))
    return outcomes
  } finally {
    await display?.close()
  }
}

async function prepareProjects(
  parts: ReadonlySet<Part>,
  runtime: Runtime,
  progress: Progress,
): Promise<Project[]> {
  return [
    ...(parts.has('e2e') ? [desktop(runtime), await webConsole()] : []),
    ...(parts.has('packaged') ? [await packaged(runtime, progress)] : []),
  ]
}

function desktop(runtime: Runtime): Project {
  const name = 'desktop'
  if (runtime.kind === 'headless') return { name, kind: 'skipped', reason: runtime.reason }
  return { name, kind: 'runs', env: { ...runtime.env, MAILROOM_ELECTRON: runtime.path } }
}

async function webConsole(): Promise<Project> {
  const name = 'console'
  const browser = await findBrowser()
  if (browser === undefined) return { name, kind: 'skipped', reason: 'no Chromium or Chrome is installed' }
  return { name, kind: 'runs', env: { MAILROOM_BROWSER: browser } }
}

async function packaged(runtime: Runtime, progress: Progress): Promise<Project> {
  const name = 'packaged'
  if (runtime.kind === 'headless') return { name, kind: 'skipped', reason: runtime.reason }
  progress('Packing Mailroom …')
  try {
    return { name, kind: 'runs', env: { ...runtime.env, MAILROOM_PACKED: await packApplication() } }
  } catch (error) {
    return { name, kind: 'broken', reason: String(error) }
  }
}

/** Always a virtual one on Linux where Xvfb is there: windows that open and close are no company at work. */
async function openDisplay(progress: Progress): Promise<VirtualDisplay | undefined> {
  if (process.platform !== 'linux') return undefined
  try {
    return await startVirtualDisplay()
  } catch (error) {
    if (displayProblem() !== undefined) progress(`No virtual display: ${String(error)}`)
    return undefined
  }
}

async function runProject(
  project: Project,
  display: VirtualDisplay | undefined,
  reports: string,
  progress: Progress,
): Promise<readonly Outcome[]> {
  const report = join(reports, `${project.name}.json`)
  if (project.kind === 'broken') return [{ name: `${project.name}: ${project.reason}`, state: 'failed' }]
  if (project.kind === 'skipped') return skipAll(project.name, project.reason, report)
  progress(`Playwright: ${project.name}`)
  const env = {
    ...project.env,
    ...(display === undefined ? {} : { DISPLAY: display.name, WAYLAND_DISPLAY: '' }),
  }
  const code = await playwright([`--project=${project.name}`], report, env)
  return withRunner(`playwright (${project.name})`, code, await readReport(report))
}

/** Names every test of a project that cannot run here. */
async function skipAll(name: string, reason: string, report: string): Promise<readonly Outcome[]> {
  await playwright([`--project=${name}`, '--list'], report, {}, 'ignore')
  return (await readReport(report)).map((outcome) => ({ ...outcome, state: 'skipped', reason }))
}

function playwright(
  args: readonly string[],
  report: string,
  env: Readonly<Record<string, string>>,
  stdio: 'inherit' | 'ignore' = 'inherit',
): Promise<number> {
  return runCommand(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'test', ...args], {
    cwd: root,
    env: {
      ...process.env,
      MAILROOM_PROGRAM: join(root, 'out/main/mailroom.js'),
      ...env,
      MAILROOM_E2E_REPORT: report,
    },
    stdio,
    timeout,
  })
}

async function readReport(report: string): Promise<readonly Outcome[]> {
  try {
    return playwrightOutcomes(JSON.parse(await readFile(report, 'utf8')) as JSONReport)
  } catch {
    return [{ name: `playwright wrote no report (${report})`, state: 'failed' }]
  }
}
