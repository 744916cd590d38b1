// `npm start`: opens the window, or runs headless where that is not possible, and says why.
// `--headless` asks for the latter. Every other argument goes to Mailroom.

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildIfOutdated, root } from './build/build.ts'
import { findRuntime } from './electron-runtime/find-runtime.ts'
import type { ElectronRuntime, Runtime } from './electron-runtime/runtime.ts'
import { runCommand } from './run-command.ts'

const headlessSwitch = '--headless'
const given = process.argv.slice(2)
const args = given.filter((argument) => argument !== headlessSwitch)

await buildIfOutdated()
const runtime = await chooseRuntime()
if (runtime.kind === 'electron') await openWindow(runtime)
else await serve(runtime.reason)

async function chooseRuntime(): Promise<Runtime> {
  if (given.includes(headlessSwitch)) return { kind: 'headless', reason: 'It was asked to.' }
  return findRuntime((line) => console.error(line))
}

async function openWindow(electron: ElectronRuntime): Promise<void> {
  process.exitCode = await runCommand(electron.path, [...electron.args, root, ...args], {
    cwd: root,
    env: { ...process.env, ...electron.env },
  })
}

/** In this process, so that signals and the exit code are Mailroom's own. */
async function serve(reason: string): Promise<void> {
  console.error(`Mailroom runs without a window. ${reason}`)
  const command = join(root, 'out/main/mailroom.js')
  process.argv = [process.execPath, command, 'serve', ...args]
  await import(pathToFileURL(command).href)
}
