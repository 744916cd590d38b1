// Runs a script under the Node 24 that `npm ci` brought, whatever `node` the machine has.
// Plain JavaScript without dependencies: it must load in any Node from 20 on.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/**
 * Loads the script here when this Node is new enough, and otherwise starts the same command again under Node 24.
 * @param {string} entry file that was started: it is what runs again
 * @param {() => Promise<unknown>} load imports the script itself
 * @param {number} oldestMajor 24 runs TypeScript as it is
 */
export async function withNode24(entry, load, oldestMajor = 24) {
  if (Number.parseInt(process.versions.node, 10) >= oldestMajor) {
    await load()
    return
  }
  const node = nodeFromPackages()
  if (node === undefined) return fail(oldestMajor)
  process.exitCode = await runAgain(node, entry)
}

/** @returns {string | undefined} */
export function nodeFromPackages() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const path = join(root, 'node_modules', 'node', 'bin', name)
  return existsSync(path) ? path : undefined
}

/**
 * A terminal sends Ctrl-C to both processes, so it is passed on only where there is none.
 * @param {string} node
 * @param {string} entry
 * @returns {Promise<number>}
 */
function runAgain(node, entry) {
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}

/** @param {number} oldestMajor */
function fail(oldestMajor) {
  console.error(
    `Mailroom needs Node ${oldestMajor} (this is ${process.version}). Run \`npm ci\` in ${root}: it brings one along.`,
  )
  process.exitCode = 1
}
