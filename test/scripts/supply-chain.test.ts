import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

interface Locked {
  readonly link?: boolean
  readonly dev?: boolean
  readonly inBundle?: boolean
  readonly resolved?: string
  readonly integrity?: string
  readonly license?: string
  readonly hasInstallScript?: boolean
}

async function lockedPackages(): Promise<ReadonlyArray<readonly [path: string, entry: Locked]>> {
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>
  }
  return Object.entries(lock.packages).filter(([path, { link }]) => path !== '' && !link)
}

/** Without conditions for who uses the program; EUPL-1.1+ is the subject of docs/decisions/0008. */
const ALLOWED =
  /^\(?(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0|CC0-1\.0|EUPL-1\.1\+)( OR [\w.-]+)*\)?$/

test('each package that is installed is told by its hash', async () => {
  const packages = await lockedPackages()
  expect(packages.length).toBeGreaterThan(100)
  // What another package brings along lies inside of it, and is told by the hash of that one.
  const without = packages.filter(([, { integrity, inBundle }]) => !inBundle && !integrity)
  expect(without.map(([path]) => path)).toEqual([])
})

test('no package comes from anywhere but a registry', async () => {
  const elsewhere = (await lockedPackages()).filter(
    ([, { resolved }]) => resolved && /^(git|file|http:)/.test(resolved),
  )
  expect(elsewhere.map(([path]) => path)).toEqual([])
})

test('what is shipped has a licence that may be shipped', async () => {
  const shipped = (await lockedPackages()).filter(([, { dev }]) => !dev)
  expect(
    shipped
      .filter(([, { license = 'none' }]) => !ALLOWED.test(license))
      .map(([path, { license }]) => `${path}: ${license}`),
  ).toEqual([])
})

test('each action of the workflows is pinned to a commit', async () => {
  const folder = join(ROOT, '.github/workflows')
  const names = await readdir(folder)
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  const uses = texts.flatMap((text) => [...text.matchAll(/uses:\s*(\S+)/g)].map(([, action]) => action ?? ''))
  expect(uses.length).toBeGreaterThan(0)
  expect(uses.filter((action) => !/@[0-9a-f]{40}$/.test(action) && !action.startsWith('./'))).toEqual([])
})

test('a release is made only of packages with their authors\u2019 signatures, and says what it is made of', async () => {
  const release = await readFile(join(ROOT, '.github/workflows/release.yml'), 'utf8')
  expect(release).toContain('npm audit signatures')
  expect(release).toMatch(/installers:\n {4}needs: packages/)
  expect(release).toMatch(/npm run sbom[\s\S]*gh release upload .*\.cdx\.json/)
  // A script of a package would run with what the build has.
  expect(release).not.toMatch(/npm install|npx |curl |wget /)
})

test('no package runs a script of its own while it is installed, but for those that were looked at', async () => {
  const { allowScripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    readonly allowScripts: Readonly<Record<string, boolean>>
  }
  const scripted = (await lockedPackages()).filter(([, { hasInstallScript }]) => hasInstallScript)
  const names = scripted.map(([path]) => path.split('node_modules/').at(-1) ?? '')
  expect(names.filter((name) => !(name in allowScripts))).toEqual([])
  expect(Object.keys(allowScripts).filter((name) => allowScripts[name])).toEqual(['node'])
})

test('no package gives the page a way into the main process', async () => {
  const names = (await lockedPackages()).map(([path]) => path.split('node_modules/').at(-1))
  expect(names.filter((name) => name === '@electron/remote' || name === 'electron-remote')).toEqual([])
})
