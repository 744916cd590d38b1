// Which Electron runs here: one that was named, the official one, or one prepared from the npm registry.

import { displayProblem } from './display.ts'
import { findOfficialElectron } from './official-electron.ts'
import { prepareRegistryElectron, registryElectronFits } from './registry-electron.ts'
import type { ElectronRuntime, Progress, Runtime } from './runtime.ts'
import { sandboxArgs } from './sandbox.ts'
import { prepareSqliteBinding } from './sqlite-binding.ts'
import { missingLibraries } from './system-libraries.ts'
import { debianHint } from './system-packages.ts'

/** The Electron a window can be opened with now, or why Mailroom runs headless here. */
export async function findRuntime(progress: Progress): Promise<Runtime> {
  const display = displayProblem()
  return display === undefined ? findElectron(progress) : { kind: 'headless', reason: display }
}

/** The same without asking for a display: the tests bring their own. */
export async function findElectron(progress: Progress): Promise<Runtime> {
  try {
    const found =
      overriddenElectron() ?? (await findOfficialElectron(progress)) ?? (await registryElectron(progress))
    return found === undefined ? { kind: 'headless', reason: nowhere } : await startable(found)
  } catch (error) {
    return { kind: 'headless', reason: error instanceof Error ? error.message : String(error) }
  }
}

const nowhere = 'Electron could not be downloaded, and the npm registry has no replacement for this system.'

/** MAILROOM_ELECTRON names an executable; whoever sets it also sets MAILROOM_SQLITE_BINDING where it needs one. */
function overriddenElectron(): ElectronRuntime | undefined {
  const path = process.env.MAILROOM_ELECTRON
  if (path === undefined || path === '') return undefined
  return { kind: 'electron', origin: 'override', path, args: [], env: {} }
}

async function registryElectron(progress: Progress): Promise<ElectronRuntime | undefined> {
  if (!registryElectronFits()) return undefined
  // First what fails at once where there is no compiler, then what takes 190 MiB.
  const binding = await prepareSqliteBinding(progress)
  const path = await prepareRegistryElectron(progress)
  return { kind: 'electron', origin: 'registry', path, args: [], env: { MAILROOM_SQLITE_BINDING: binding } }
}

async function startable(electron: ElectronRuntime): Promise<Runtime> {
  const missing = await missingLibraries(electron.path)
  if (missing.length > 0) {
    return {
      kind: 'headless',
      reason: `Electron lacks shared libraries of this system: ${missing.join(', ')}. ${debianHint}`,
    }
  }
  return { ...electron, args: [...electron.args, ...(await sandboxArgs(electron.path))] }
}
