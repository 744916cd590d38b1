import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Bill } from './bill-of-materials.ts'

const LARGEST = 64 * 1024 * 1024

/** All that the lock file names, as `npm sbom` tells it. */
export async function npmBill(folder: string): Promise<Bill> {
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only']
  // npm says where it is to what it runs; on Windows its own name is a script of the shell.
  const script = process.env.npm_execpath
  const [file, before] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []]
  const { stdout } = await promisify(execFile)(file, [...before, ...args], {
    cwd: folder,
    maxBuffer: LARGEST,
  })
  return JSON.parse(stdout) as Bill
}
